/** Makes the package: `npm run build` writes all of it into `dist/`, afresh. */
import { rm, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { bundleCommand } from "./command.ts";
import { buildDeclarations } from "./declarations.ts";
import { DIST } from "./folders.ts";
import { buildLibrary } from "./library.ts";
import { bundlePacks } from "./packs.ts";
import { buildProvider } from "./provider.ts";
import { ThirdParty } from "./thirdParty.ts";

await rm(DIST, { recursive: true, force: true });
const thirdParty = new ThirdParty();
await buildLibrary(DIST);
await buildProvider(path.join(DIST, "provider"));
await bundleCommand(path.join(DIST, "beam-flink.mjs"), thirdParty);
await bundlePacks(path.join(DIST, "packs"), thirdParty);
buildDeclarations(DIST);
await writeFile(path.join(DIST, "THIRD-PARTY-LICENSES.txt"), thirdParty.text());
