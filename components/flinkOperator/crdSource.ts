/** Where the operator's custom resource definitions come from, and the check of what lies in a local folder. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError, type OperatorRelease } from "../../model/platform.ts";

/** Where the custom resource definitions come from: at most one of `directory` and `mirror`. */
export interface CrdSourceArgs {
  /**
   * Folder that holds the release's files under their own names, `flinkdeployments.flink.apache.org-v1.yml` and so on.
   * @default none: they are downloaded
   */
  readonly directory?: string;
  /**
   * Address of a folder that serves the same files, for networks that cannot reach the official one.
   * @default the official release
   */
  readonly mirror?: string;
  /**
   * Whether the definitions stay in the cluster when this stack is destroyed. Deleting one deletes every job of its kind.
   * @default true
   */
  readonly retain?: boolean;
  /**
   * True where something else installs the definitions of this release, such as the team that owns the cluster.
   * @default false
   */
  readonly skip?: boolean;
}

/** One file of a release. */
export type ReleaseFile = OperatorRelease["crds"][number];

/** Refuses two sources, and a local folder that does not hold the files of `release`. */
export function checkCrdSource(release: OperatorRelease, { directory, mirror, skip = false }: CrdSourceArgs): void {
  if (skip) return;
  if (directory !== undefined && mirror !== undefined) {
    throw new ArgumentError({
      field: "crds",
      value: "directory and mirror",
      rule: "must have at most one of directory, mirror",
      remedy: "Keep one of them.",
    });
  }
  if (directory !== undefined) for (const file of release.crds) readDefinition(file, directory);
}

/** Text of one of the release's files in a local folder. */
export function readDefinition(file: ReleaseFile, directory: string): string {
  const place = path.join(directory, file.file);
  let content: string;
  try {
    content = readFileSync(place, "utf8");
  } catch (error) {
    throw new ArgumentError({
      field: "crds.directory",
      value: directory,
      rule: `must hold ${file.file} (${(error as NodeJS.ErrnoException).code ?? "unreadable"})`,
      remedy: "Copy the files from the operator's release, helm/flink-kubernetes-operator/crds.",
    });
  }
  return verified(content, file, place);
}

/** Returns `content` if it is the release's file. */
export function verified(content: string, file: ReleaseFile, place: string): string {
  const digest = createHash("sha256").update(content).digest("hex");
  if (digest !== file.sha256)
    throw new pulumi.RunError(
      `${place} has SHA-256 ${digest}, but the release's file has ${file.sha256}: it is another release's, or was changed.`,
    );
  return content;
}
