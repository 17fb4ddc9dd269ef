/** The project's own program and its own copy of the SDK, in the process of one run. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import type * as automation from "@pulumi/pulumi/automation/index.js";
import type * as pulumi from "@pulumi/pulumi";
import { isObject } from "../provider/values.ts";
import { UserError } from "../support/errors.ts";
import type { PulumiProject } from "./project.ts";

/** The copy of the SDK that the program imports: a second one would register its resources nowhere. */
export interface ProjectSdk {
  readonly pulumi: typeof pulumi;
  readonly automation: typeof automation;
}

export function projectSdk({ dir, entry }: PulumiProject): ProjectSdk {
  const requireAsProgram = createRequire(entry);
  try {
    return {
      pulumi: requireAsProgram("@pulumi/pulumi") as typeof pulumi,
      automation: requireAsProgram("@pulumi/pulumi/automation") as typeof automation,
    };
  } catch (cause) {
    const installed = existsSync(path.join(dir, "node_modules"));
    const remedy = installed ? "it must be a dependency in package.json" : 'run "npm ci" there first';
    throw new UserError(`@pulumi/pulumi is not installed for ${dir}: ${remedy}.`, { cause });
  }
}

/** Runs the program as Pulumi's own host does, and returns its outputs. It sees its own folder as the current one. */
export async function runProgram({ entry }: PulumiProject): Promise<Record<string, unknown>> {
  process.chdir(path.dirname(entry));
  const loaded = (await import(pathToFileURL(entry).href).catch((error: unknown) => {
    throw explained(error, entry);
  })) as Record<string, unknown>;
  const exported = "default" in loaded ? loaded["default"] : { ...loaded };
  const outputs: unknown = typeof exported === "function" ? await (exported as () => unknown)() : await exported;
  return isObject(outputs) ? (outputs as Record<string, unknown>) : {};
}

/** What Node says of TypeScript that it cannot run, with what to do. */
function explained(error: unknown, entry: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (
    !/^ERR_(?:UNSUPPORTED_TYPESCRIPT_SYNTAX|INVALID_TYPESCRIPT_SYNTAX|UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING|MODULE_NOT_FOUND)$/.test(code)
  )
    return error;
  return new Error(
    `${entry} cannot be loaded: ${error instanceof Error ? error.message : code}\n` +
      "An offline preview lets Node run the program: its TypeScript needs file endings in imports (./jobs.ts) and only syntax that can be " +
      "erased (no enum, no namespace, no parameter properties), as with typescript: false in Pulumi.yaml; or name compiled JavaScript as main.",
    { cause: error },
  );
}
