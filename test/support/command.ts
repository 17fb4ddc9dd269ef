/** Runs the project's commands as a person does, each in a process of its own. */
import { spawn } from "node:child_process";
import * as path from "node:path";
import { PROJECT } from "../../local/environment/environments.ts";

export interface CommandResult {
  readonly code: number | null;
  /** Standard output and standard error, as they came. */
  readonly output: string;
  readonly stdout: string;
  readonly seconds: number;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Another copy of the project. */
  readonly project?: string;
  /** Sends SIGINT when the output first matches. */
  readonly interruptAt?: RegExp;
}

export function command(args: readonly string[], { env, interruptAt, project = PROJECT }: CommandOptions = {}): Promise<CommandResult> {
  const began = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(project, "local", "main.ts"), ...args], {
      cwd: project,
      env: { ...process.env, ...env, CI: "true", FORCE_COLOR: "0" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let stdout = "";
    let interrupted = false;
    const hear = (chunk: Buffer, standard: boolean) => {
      output += chunk.toString();
      if (standard) stdout += chunk.toString();
      if (interruptAt === undefined || interrupted || !interruptAt.test(output)) return;
      interrupted = true;
      child.kill("SIGINT");
    };
    child.stdout.on("data", (chunk: Buffer) => hear(chunk, true));
    child.stderr.on("data", (chunk: Buffer) => hear(chunk, false));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output, stdout, seconds: (Date.now() - began) / 1000 }));
  });
}
