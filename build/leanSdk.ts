/**
 * Leaves out of a bundle what a policy pack never uses of Pulumi's SDK. The pack's server needs its assets, outputs and a few constants, but
 * asks for the SDK's root, which brings TypeScript, npm, the Automation API, the serialisation of functions and the connection to an engine:
 * nine tenths of the code and three quarters of the time that a pack takes to start.
 *
 * Nothing is left out in silence: what stands in the place of a module throws on every use, with the name of what is missing.
 */
import * as path from "node:path";
import type { Plugin } from "esbuild";

const SDK = "@pulumi/pulumi";

/** Exports of the SDK's root that the pack's server uses, and the modules that have them. */
const KEPT_OF_ROOT: Readonly<Record<string, string>> = {
  asset: `require("${SDK}/asset")`,
  Output: `require("${SDK}/output").Output`,
};

/** Modules of the SDK that the kept ones load and a pack does not use: the connection to an engine, and registering resources. */
const LEFT_OUT_OF_SDK = /@pulumi\/pulumi\/runtime\/(?:settings|resource)$/;

const ROOT = "beam-flink-sdk-root";
const LEFT_OUT = "beam-flink-left-out";

/** The plugin for esbuild; `resolveDir` is a folder from which the SDK is found. */
export function leanSdk(resolveDir: string): Plugin {
  return {
    name: "lean-pulumi-sdk",
    setup(build) {
      build.onResolve({ filter: /^@pulumi\/pulumi$/ }, () => ({ path: SDK, namespace: ROOT }));
      build.onResolve({ filter: /^\.{1,2}\// }, (args) => {
        const module = path.join(args.resolveDir, args.path).replaceAll(path.sep, "/");
        const [name] = LEFT_OUT_OF_SDK.exec(module) ?? [];
        return name === undefined ? undefined : { path: name, namespace: LEFT_OUT };
      });
      build.onLoad({ filter: /.*/, namespace: ROOT }, () => ({ contents: rootModule(), resolveDir, loader: "js" }));
      build.onLoad({ filter: /.*/, namespace: LEFT_OUT }, (args) => ({ contents: throwingModule(args.path, "{}"), loader: "js" }));
    },
  };
}

function rootModule(): string {
  const getters = Object.entries(KEPT_OF_ROOT).map(([name, from]) => `get ${name}() { return ${from}; }`);
  return throwingModule(SDK, `{ ${getters.join(", ")} }`);
}

/** A module with the given parts, whose other parts throw. `__esModule` keeps the SDK's helpers from copying it part by part. */
function throwingModule(name: string, parts: string): string {
  return `
    const fail = (part) => {
      throw new Error("this bundle leaves out " + String(part) + " of ${name}: run the policy pack from its source instead");
    };
    module.exports = new Proxy(${parts}, {
      get: (parts, part) => (part === "__esModule" ? true : part in parts ? parts[part] : fail(part)),
      set: (parts, part) => fail(part),
    });
  `;
}
