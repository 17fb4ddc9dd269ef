/** A person's folder that `pulumi new` has filled from a template, and what the person runs in it: each command in a process of its own. */
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import * as path from "node:path";
import { PROJECT } from "../../local/environment/environments.ts";
import { resolvePulumiCli } from "../../local/pulumi/pulumiCli.ts";
import { silent } from "../../local/support/step.ts";

export const TEMPLATES = path.join(PROJECT, "templates");

export interface Result {
  readonly code: number;
  /** Standard output and standard error, one after the other. */
  readonly output: string;
}

/** A machine of a new user: a backend of files, the Pulumi CLI, the stand-in for its Node.js host, and packages that are there. */
export interface Machine {
  readonly folder: string;
  /** Runs a command in `folder/...at`. */
  run(at: string, command: string, ...args: readonly string[]): Promise<Result>;
  /** Makes the folder `name` and fills it by `pulumi new` from the template. */
  pulumiNew(template: string, name: string, config?: Readonly<Record<string, string>>): Promise<Result>;
}

/** `modules` is a folder of packages that each project gets by a link; `more` are variables of every command. */
export async function newMachine(folder: string, modules: string, more: Readonly<Record<string, string>> = {}): Promise<Machine> {
  const { command: pulumi } = await resolvePulumiCli(silent);
  await mkdir(path.join(folder, "state"), { recursive: true });
  const standIns = path.join(PROJECT, "local", "bin");
  const env = {
    ...process.env,
    PATH: [path.dirname(process.execPath), standIns, path.dirname(pulumi), process.env["PATH"]].join(path.delimiter),
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "passphrase of a test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    BEAM_FLINK_STAND_IN_INSTALL: `ln -s '${modules}' node_modules`,
    FORCE_COLOR: "0",
    NODE_TEST_CONTEXT: undefined,
    ...more,
  };
  const run: Machine["run"] = (at, command, ...args) =>
    new Promise((resolve) => {
      execFile(command, args, { cwd: path.join(folder, at), env, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, output: `${stdout}${stderr}` });
      });
    });
  return {
    folder,
    run,
    pulumiNew: async (template, name, config = {}) => {
      await mkdir(path.join(folder, name), { recursive: true });
      const answers = Object.entries(config).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
      const from = path.join(TEMPLATES, template);
      return run(name, "pulumi", "new", from, "--yes", "--name", name, "--stack", "dev", "--color", "never", ...answers);
    },
  };
}
