/** A folder with a project in another language, and the real Pulumi CLI in it: the way of people who write no TypeScript. */
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { execa } from "execa";
import { resolvePulumiCli } from "../../../local/pulumi/pulumiCli.ts";
import { silent } from "../../../local/support/step.ts";
import { yamlHostFolder } from "./yamlHost.ts";

/** The provider's module in this repository. The published package has it compiled, in `dist/provider`. */
export const PROVIDER_MODULE = path.join(import.meta.dirname, "..", "..", "..", "provider", "main.ts");

export interface Ended {
  readonly code: number | undefined;
  /** Standard output and standard error, as they came. */
  readonly output: string;
  readonly stdout: string;
}

export interface LanguageProject {
  readonly dir: string;
  /** Runs a program in the folder with the CLI's environment. */
  run(file: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  /** Runs the CLI. */
  pulumi(...args: readonly string[]): Promise<Ended>;
  /** What lies on disk of a stack's state. */
  stateText(project: string, stack: string): Promise<string>;
  close(): Promise<void>;
}

/** A copy of the folder `source`, with the provider in `plugin`, and the providers in `attached` (`kubernetes:port`) for its resources. */
export async function openLanguageProject(source: string, attached: string): Promise<LanguageProject> {
  const [{ command }, host] = await Promise.all([resolvePulumiCli(silent), yamlHostFolder()]);
  const root = await mkdtemp(path.join(tmpdir(), "language-project-"));
  const dir = path.join(root, "project");
  await cp(source, dir, { recursive: true });
  const plugin = path.join(dir, "plugin");
  await writePlugin(plugin);
  const common = {
    PATH: [path.dirname(process.execPath), path.dirname(command), host, plugin, process.env["PATH"] ?? ""].join(path.delimiter),
    PULUMI_HOME: path.join(root, "home"),
    PULUMI_BACKEND_URL: `file://${root}`,
    PULUMI_CONFIG_PASSPHRASE: "for tests",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DEBUG_PROVIDERS: attached,
  };
  const run = async (file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> => {
    const ended = await execa(file, args, { cwd: dir, env: { ...common, ...env }, all: true, reject: false, stdin: "ignore" });
    return { code: ended.exitCode, output: ended.all, stdout: ended.stdout };
  };
  return {
    dir,
    run,
    pulumi: (...args) => run(command, [...args, "--non-interactive", "--color", "never"]),
    stateText: (project, stack) => readFile(path.join(root, ".pulumi", "stacks", project, `${stack}.json`), "utf8"),
    close: () => rm(root, { recursive: true, force: true }),
  };
}

/** The provider as a program of the name that the engine looks for. */
async function writePlugin(folder: string): Promise<void> {
  await mkdir(folder);
  const program = path.join(folder, "pulumi-resource-beam-flink");
  await writeFile(program, `#!/bin/sh\nexec node '${PROVIDER_MODULE}' "$@"\n`);
  await chmod(program, 0o755);
}
