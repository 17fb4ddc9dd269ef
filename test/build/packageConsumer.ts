/** An empty project that installs the package as a person does: from its tarball, with the peers that are asked of everybody. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { packedPackage } from "../support/packedPackage.ts";

/** How a command has ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end. */
export function run(file: string, parameters: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 };
  return new Promise((resolve) => {
    const child = execFile(file, [...parameters], options, (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }));
  });
}

export interface Consumer {
  readonly dir: string;
  readonly tarball: string;
  /** Writes a file of the project, below `dir`. */
  write(file: string, text: string): Promise<string>;
  close(): Promise<void>;
}

/** Installs this package into an empty project. */
export async function openConsumer(): Promise<Consumer> {
  const root = await mkdtemp(path.join(tmpdir(), "beam-flink-consumer-"));
  const dir = path.join(root, "project");
  const write = async (file: string, text: string) => {
    const target = path.join(dir, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
    return target;
  };
  await write("package.json", JSON.stringify({ name: "consumer", private: true, type: "module" }));
  const tarball = await packedPackage();
  const quiet = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  await succeeded("npm", ["install", ...quiet, tarball, "@pulumi/pulumi@3.259.0", "@pulumi/kubernetes@4.34.2"], dir);
  return { dir, tarball, write, close: () => rm(root, { recursive: true, force: true }) };
}

async function succeeded(file: string, parameters: readonly string[], cwd: string): Promise<void> {
  const { code, stdout, stderr } = await run(file, parameters, cwd);
  if (code !== 0) throw new Error(`${file} ${parameters.join(" ")} ended with ${code}:\n${stdout}${stderr}`);
}
