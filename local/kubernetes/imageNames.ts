/** What a docker-archive file holds, in the terms in which a node names it. */
import * as z from "zod";
import { UserError } from "../support/errors.ts";
import { run } from "../support/run.ts";
import type { Step } from "../support/step.ts";

export interface ArchivedImage {
  /** Full name and tag, with the registry that a short name means. */
  readonly name: string;
  /** Digest of the image's configuration, `sha256:...`: the same for the same image, wherever it is. */
  readonly config: string;
}

const Manifest = z.array(z.object({ Config: z.string(), RepoTags: z.array(z.string()).min(1) })).length(1);

/** Reads the archive's manifest; the archive must hold one image with a tag. */
export async function archivedImage(archive: string, step: Step): Promise<ArchivedImage> {
  const parsed = Manifest.safeParse(JSON.parse(await run("tar", ["-xOf", archive, "manifest.json"], step)));
  const image = parsed.data?.[0];
  const tag = image?.RepoTags[0];
  const digest = /([0-9a-f]{64})(\.json)?$/.exec(image?.Config ?? "")?.[1];
  if (tag === undefined || digest === undefined) {
    throw new UserError(`${archive} is not a docker-archive file with one tagged image: it cannot be loaded into the cluster.`);
  }
  return { name: fullImageName(tag), config: `sha256:${digest}` };
}

/** The name as container runtimes complete it: `pause:1` is `docker.io/library/pause:1`. */
export function fullImageName(name: string): string {
  const [first = "", ...rest] = name.split("/");
  if (rest.length === 0) return `docker.io/library/${name}`;
  return /[.:]/.test(first) || first === "localhost" ? name : `docker.io/${name}`;
}
