/** Puts images into the node's containerd, which keeps them over a stop. */
import * as z from "zod";
import { run } from "../../support/run.ts";
import type { Step } from "../../support/step.ts";
import { archivedImage } from "../imageNames.ts";
import { CTR } from "./components.ts";

const Manifest = z.object({
  config: z.object({ digest: z.string() }).optional(),
  manifests: z.array(z.object({ digest: z.string() })).optional(),
});

/** Imports the archive unless the node has exactly this image under its name; false when it has. */
export async function importImage(init: number, archive: string, step: Step): Promise<boolean> {
  const image = await archivedImage(archive, step);
  if ((await presentConfig(init, image.name, step)) === image.config) return false;
  step.report(`loading ${image.name} into the node`);
  await ctr(init, ["images", "import", archive], step);
  return true;
}

/** Digest of the configuration of the node's image with this name. */
async function presentConfig(init: number, name: string, step: Step): Promise<string | undefined> {
  const list = await ctr(init, ["images", "list", `name==${name}`], step);
  let digest = /sha256:[0-9a-f]{64}/.exec(list)?.[0];
  // An index points to manifests, a manifest to the configuration.
  for (let depth = 0; depth < 2 && digest !== undefined; depth++) {
    const manifest = Manifest.parse(JSON.parse(await ctr(init, ["content", "get", digest], step)));
    if (manifest.config !== undefined) return manifest.config.digest;
    digest = manifest.manifests?.[0]?.digest;
  }
  return undefined;
}

function ctr(init: number, args: readonly string[], step: Step): Promise<string> {
  return run("nsenter", ["--target", String(init), "--mount", ...CTR, ...args], step);
}
