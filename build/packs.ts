/**
 * The packs as folders that need neither this repository nor a package manager: the engine executes a folder's file, or the official CLI's
 * Node.js host requires it. What all of them are made of lies once beside them: a person copies the folder of all.
 */
import { chmod, copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { build, type Plugin } from "esbuild";
import { z } from "zod";
import { BUNDLE } from "./bundle.ts";
import { decodeOnce } from "./decodeOnce.ts";
import { NODE, ROOT } from "./folders.ts";
import { leanSdk } from "./leanSdk.ts";
import { leanZod } from "./leanZod.ts";
import type { ThirdParty } from "./thirdParty.ts";

const POLICIES = path.join(ROOT, "policies");

/** Folders of the packs, in the sources and in the package. */
export const PACKS = ["baseline", "production"] as const;

/** The file of a pack: the engine executes it, and `main` of its package.json names it. */
export const PACK_FILE = "pack.cjs";

/** What the packs share, beside their folders. */
const SHARED_FILE = "policies.cjs";

// CommonJS: the SDK is, and a bundle of it as an ES module does not start.
const OPTIONS = { ...BUNDLE, format: "cjs", define: { "import.meta.dirname": "__dirname" } } as const;

/** Bundles what the packs share, and each pack, into `folder`. Returns the packs' files. */
export async function bundlePacks(folder: string, thirdParty?: ThirdParty): Promise<string[]> {
  const { metafile } = await build({
    ...OPTIONS,
    entryPoints: [path.join(POLICIES, "index.ts")],
    outfile: path.join(folder, SHARED_FILE),
    plugins: [decodeOnce(), leanSdk(POLICIES), leanZod()],
    metafile: true,
  });
  thirdParty?.add(metafile);
  return Promise.all(PACKS.map((pack) => bundlePack(path.join(POLICIES, pack), path.join(folder, pack))));
}

/** Bundles the pack whose folder is `source` (`pack.ts`, `package.json`, `PulumiPolicy.yaml`) into the folder `target`. */
export async function bundlePack(source: string, target: string): Promise<string> {
  await mkdir(target, { recursive: true });
  const file = path.join(target, PACK_FILE);
  await build({
    ...OPTIONS,
    entryPoints: [path.join(source, "pack.ts")],
    outfile: file,
    plugins: [besideIt(), decodeOnce(), leanSdk(POLICIES), leanZod()],
  });
  await chmod(file, 0o755);
  const own = z
    .looseObject({ name: z.string(), version: z.string() })
    .parse(JSON.parse(await readFile(path.join(source, "package.json"), "utf8")));
  const manifest = { ...own, type: "commonjs", main: PACK_FILE, engines: { node: `>=${NODE}` } };
  await writeFile(path.join(target, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  await copyFile(path.join(source, "PulumiPolicy.yaml"), path.join(target, "PulumiPolicy.yaml"));
  return file;
}

/** Lets a pack ask the shared file for what it imports of the policies. */
function besideIt(): Plugin {
  return {
    name: "shared-policies",
    setup(bundle) {
      bundle.onResolve({ filter: /^\.\.\/(?:packs|pulumi)\// }, () => ({ path: `../${SHARED_FILE}`, external: true }));
    },
  };
}
