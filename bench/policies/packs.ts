/** The packs that are measured, bundled. */
import * as path from "node:path";
import { bundlePack, PACKS } from "../../policies/bundle/bundles.ts";

const POLICIES = path.join(import.meta.dirname, "..", "..", "policies");

/** Both packs, and one without a policy: what a pack costs at all. */
export const MEASURED_PACKS = ["empty", ...PACKS] as const;
export type MeasuredPack = (typeof MEASURED_PACKS)[number];

/** Folder of a pack's source. */
export function packSource(pack: MeasuredPack): string {
  return pack === "empty" ? path.join(import.meta.dirname, "emptyPack") : path.join(POLICIES, pack);
}

/** Bundles the packs into folders of `folder`, all in the same way, and returns their files. */
export async function bundledPacks(folder: string): Promise<ReadonlyMap<MeasuredPack, string>> {
  const files = new Map<MeasuredPack, string>();
  for (const pack of MEASURED_PACKS) files.set(pack, await bundlePack(packSource(pack), path.join(folder, pack)));
  return files;
}
