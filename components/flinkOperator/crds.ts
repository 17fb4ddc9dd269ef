/** The operator's custom resource definitions: from its official release, a mirror of it, or a local folder. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { load } from "js-yaml";
import { ArgumentError, type operatorRelease } from "../../model/index.ts";

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
}

type Release = ReturnType<typeof operatorRelease>;
type ReleaseFile = Release["crds"][number];

export interface Definition {
  readonly plural: string;
  /** The CRD's `spec`. Typed loosely: it is data of the release, checked by its digest and by the API server. */
  readonly spec: Promise<never>;
}

/** The definitions of `release`, each file checked against its SHA-256 before it is used. */
export function customResourceDefinitions(release: Release, source: CrdSourceArgs): Definition[] {
  const { directory, mirror } = source;
  if (directory !== undefined && mirror !== undefined) {
    throw new ArgumentError({
      field: "crds",
      value: "directory and mirror",
      rule: "must have at most one of directory, mirror",
      remedy: "Keep one of them.",
    });
  }
  return release.crds.map((file) => {
    const text = directory === undefined ? download(file, mirror) : Promise.resolve(fromDirectory(file, directory));
    return { plural: file.plural, spec: text.then((content) => specOf(content, file)) };
  });
}

function fromDirectory(file: ReleaseFile, directory: string): string {
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

async function download(file: ReleaseFile, mirror: string | undefined): Promise<string> {
  const url = mirror === undefined ? file.url : `${mirror.replace(/\/$/, "")}/${file.file}`;
  const response = await fetch(url).catch((error: Error) => {
    const why = error.cause instanceof Error ? error.cause.message : error.message;
    throw new pulumi.RunError(
      `cannot read ${url}: ${why}. Set crds.mirror to a copy of the release's files, or crds.directory to a local one.`,
    );
  });
  if (!response.ok)
    throw new pulumi.RunError(
      `${url} answers ${response.status}. Set crds.mirror to a copy of the release's files, or crds.directory to a local one.`,
    );
  return verified(await response.text(), file, url);
}

function verified(content: string, file: ReleaseFile, place: string): string {
  const digest = createHash("sha256").update(content).digest("hex");
  if (digest !== file.sha256)
    throw new pulumi.RunError(
      `${place} has SHA-256 ${digest}, but the release's file has ${file.sha256}: it is another release's, or was changed.`,
    );
  return content;
}

function specOf(content: string, file: ReleaseFile): never {
  const document = load(content);
  if (typeof document !== "object" || document === null || !("spec" in document))
    throw new pulumi.RunError(`${file.file} is not a CustomResourceDefinition`);
  return document.spec as never;
}
