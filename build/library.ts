/**
 * The modules that a program imports, as JavaScript: one file for each entry, and one for what several of them share. Few files, because
 * each costs a start of every program; no library is bundled, because a program must have one copy of the SDKs.
 */
import { readdir } from "node:fs/promises";
import * as path from "node:path";
import { build, type Plugin } from "esbuild";
import { NODE, ROOT } from "./folders.ts";

/** Entries of the package, by the name under which they are imported. The `exports` of package.json name the same. */
export const ENTRIES = {
  ".": "components/index.ts",
  "./model": "model/index.ts",
  "./policies": "policies/index.ts",
} as const;

/** Loads the other by its place when a program first uses it, so both keep theirs. */
const LOADER = "components/admissionPolicies/rules.ts";
const LOADED = "model/admission/index.ts";

/** The program that serves the components to other languages. */
const PROVIDER = "provider/main.ts";

/** Commands that the file `beam-flink.mjs` loads when they are asked for. */
async function commands(): Promise<string[]> {
  const files = await readdir(path.join(ROOT, "cli"));
  return files.filter((file) => file.endsWith(".ts") && file !== "main.ts").map((file) => `cli/${file}`);
}

/** Writes the modules into `folder`, under the names of their sources. */
export async function buildLibrary(folder: string): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: [...Object.values(ENTRIES), LOADER, LOADED, PROVIDER, ...(await commands())],
    outdir: folder,
    outbase: ROOT,
    chunkNames: path.posix.join("shared", "[hash]"),
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    target: `node${NODE}`,
    format: "esm",
    sourcemap: true,
    // A stack trace names files and lines without it; the text would double the package.
    sourcesContent: false,
    plugins: [atItsPlace(LOADER)],
    logLevel: "warning",
  });
}

/** Keeps a module a file of its own, also for modules that could share a file with it. These are all in folders of one depth. */
function atItsPlace(module: string): Plugin {
  return {
    name: "at-its-place",
    setup(library) {
      library.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path: specifier, resolveDir }) =>
        kind === "import-statement" && path.resolve(resolveDir, specifier) === path.join(ROOT, module)
          ? { path: `../${module.replace(/\.ts$/, ".js")}`, external: true }
          : undefined,
      );
    },
  };
}
