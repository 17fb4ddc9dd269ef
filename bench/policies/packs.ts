/** The packs that are measured, bundled. */
import * as path from "node:path";
import { ROOT } from "../../build/folders.ts";
import { bundlePack, bundlePacks, PACK_FILE, PACKS } from "../../build/packs.ts";

/** Both packs, and one without a policy: what a pack costs at all. */
export const MEASURED_PACKS = ["empty", ...PACKS] as const;
export type MeasuredPack = (typeof MEASURED_PACKS)[number];

/** Folder of a pack's source. */
export function packSource(pack: MeasuredPack): string {
  return pack === "empty" ? path.join(import.meta.dirname, "emptyPack") : path.join(ROOT, "policies", pack);
}

/** Bundles the packs into folders of `folder`, all with the same parts, and returns their files. */
export async function bundledPacks(folder: string): Promise<ReadonlyMap<MeasuredPack, string>> {
  await Promise.all([bundlePacks(folder), bundlePack(packSource("empty"), path.join(folder, "empty"))]);
  return new Map(MEASURED_PACKS.map((pack) => [pack, path.join(folder, pack, PACK_FILE)]));
}
