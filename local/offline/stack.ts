/** A stack in a backend that exists for one command. */
import { mkdir, writeFile } from "node:fs/promises";
import * as path from "node:path";
import type * as automation from "@pulumi/pulumi/automation/index.js";
import type { PulumiProject } from "./project.ts";
import type { StackConfig } from "./stackConfig.ts";

export interface StackPlace {
  readonly projectName: string;
  readonly stackName: string;
  /** Folder of the backend. */
  readonly folder: string;
  readonly envVars: Readonly<Record<string, string>>;
}

/** What only the real project has, or what would run plugins that are not here. */
const LEFT_OUT: ReadonlySet<string> = new Set(["main", "backend", "plugins", "packages", "template", "options", "stackConfigDir"]);

/** Opens the stack, made where it is missing, on a copy of the project's settings and of the stack's config. */
export async function openStack(
  sdk: typeof automation,
  { projectName, stackName, folder, envVars }: StackPlace,
  program: automation.PulumiFn,
  { settings, config }: { readonly settings?: PulumiProject["settings"]; readonly config?: StackConfig } = {},
): Promise<automation.Stack> {
  // A folder of its own, as each holds a Pulumi.yaml.
  const workDir = path.join(folder, "projects", projectName);
  await mkdir(workDir, { recursive: true });
  const kept = Object.entries(settings ?? {}).filter(([key]) => !LEFT_OUT.has(key));
  // JSON is YAML.
  await writeFile(path.join(workDir, "Pulumi.yaml"), JSON.stringify({ ...Object.fromEntries(kept), name: projectName, runtime: "nodejs" }));
  await writeFile(path.join(workDir, `Pulumi.${stackName}.yaml`), config?.text ?? "");
  const stack = await sdk.LocalWorkspace.createOrSelectStack(
    { stackName, projectName, program },
    { workDir, envVars, pulumiHome: path.join(folder, "home"), secretsProvider: "passphrase" },
  );
  const secrets = Object.entries(config?.secrets ?? {}).map(([key, value]) => [key, { value, secret: true }] as const);
  if (secrets.length > 0) await stack.workspace.setAllConfig(stackName, Object.fromEntries(secrets), true);
  return stack;
}

/** Where the backend is and who serves its resources. No plugin is looked for: there are none, and the search takes seconds. */
export function backendVariables(folder: string, passphrase: string, ports: Readonly<Record<string, number>>): Record<string, string> {
  return {
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DEBUG_PROVIDERS: Object.entries(ports)
      .map(([name, port]) => `${name}:${port}`)
      .join(","),
  };
}
