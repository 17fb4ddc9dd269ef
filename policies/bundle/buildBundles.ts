/** Writes the bundles of the packs and of the command into `dist/`: `node policies/bundle/buildBundles.ts`. */
import { stat } from "node:fs/promises";
import * as path from "node:path";
import { buildBundles } from "./bundles.ts";

const ROOT = path.join(import.meta.dirname, "..", "..");

for (const file of await buildBundles(path.join(ROOT, "dist"))) {
  const { size } = await stat(file);
  console.log(`${path.relative(ROOT, file)}  ${(size / 1024).toFixed(0)} KiB`);
}
