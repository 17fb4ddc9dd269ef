/** The command `beam-flink` as one file that starts fast: what gates a pull request is in it, every other command is loaded when it is asked for. */
import { chmod, mkdir } from "node:fs/promises";
import * as path from "node:path";
import { build, type Plugin } from "esbuild";
import { BUNDLE } from "./bundle.ts";
import { ROOT } from "./folders.ts";
import { leanZod } from "./leanZod.ts";
import type { ThirdParty } from "./thirdParty.ts";

const MAIN = path.join(ROOT, "cli", "main.ts");

/** Bundles the command into `file`. */
export async function bundleCommand(file: string, thirdParty?: ThirdParty): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true });
  const { metafile } = await build({
    ...BUNDLE,
    entryPoints: [MAIN],
    outfile: file,
    format: "esm",
    plugins: [otherCommands(), leanZod()],
    metafile: true,
  });
  thirdParty?.add(metafile);
  await chmod(file, 0o755);
  return file;
}

/** The modules `cli/<command>.ts` are part of the library: they need the SDKs of the project that they work on. */
function otherCommands(): Plugin {
  return {
    name: "other-commands",
    setup(bundle) {
      bundle.onResolve({ filter: /^\.\/\w+\.ts$/ }, ({ kind, importer, path: module }) =>
        kind === "dynamic-import" && importer === MAIN ? { path: `./cli/${path.basename(module, ".ts")}.js`, external: true } : undefined,
      );
    },
  };
}
