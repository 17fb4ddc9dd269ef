/**
 * The packs and the command as single files that need neither this repository nor a package manager: a person copies a folder, the engine
 * executes its file or the official CLI's Node.js host requires it.
 */
import { chmod, copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { build, type BuildOptions } from "esbuild";
import { z } from "zod";
import { decodeOnce } from "./decodeOnce.ts";
import { leanSdk } from "./leanSdk.ts";
import { leanZod } from "./leanZod.ts";

const POLICIES = path.join(import.meta.dirname, "..");

/** Folders of the packs, in this room and in the bundles' folder. */
export const PACKS = ["baseline", "production"] as const;

/** The file of a bundled pack: the engine executes it, and `main` of its package.json names it. */
export const PACK_FILE = "pack.cjs";

/** The oldest Node.js that a bundle runs on; its `engines` say so too. */
const NODE = "22";

const SHARED = {
  bundle: true,
  platform: "node",
  target: `node${NODE}`,
  logLevel: "warning",
  legalComments: "eof",
} as const satisfies BuildOptions;

/** Bundles the pack whose folder is `source` (`pack.ts`, `package.json`, `PulumiPolicy.yaml`) into the folder `target`. */
export async function bundlePack(source: string, target: string): Promise<string> {
  await mkdir(target, { recursive: true });
  const file = path.join(target, PACK_FILE);
  await build({
    ...SHARED,
    entryPoints: [path.join(source, "pack.ts")],
    outfile: file,
    // CommonJS: the SDK is, and a bundle of it as an ES module does not start.
    format: "cjs",
    define: { "import.meta.dirname": "__dirname" },
    plugins: [decodeOnce(), leanSdk(POLICIES), leanZod()],
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

/** Bundles the command `beam-flink` into `file`. */
export async function bundleCommand(file: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true });
  await build({ ...SHARED, entryPoints: [path.join(POLICIES, "cli.ts")], outfile: file, format: "esm", plugins: [leanZod()] });
  await chmod(file, 0o755);
  return file;
}

/** Everything, into `folder`: `policies/<pack>/` and `beam-flink.mjs`. Returns the files that can be executed. */
export async function buildBundles(folder: string): Promise<string[]> {
  const packs = PACKS.map((pack) => bundlePack(path.join(POLICIES, pack), path.join(folder, "policies", pack)));
  return Promise.all([...packs, bundleCommand(path.join(folder, "beam-flink.mjs"))]);
}
