/**
 * A backend that exists for one command: stacks in a temporary folder, served by the stand-ins. Nothing is read from a real
 * backend and nothing stays.
 */
import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { UserError } from "../support/errors.ts";
import { providerPackages } from "./packages.ts";
import type { PulumiProject } from "./project.ts";
import { backendVariables } from "./stack.ts";
import type { StackAnswer } from "./answerRequest.ts";
import type { StackRequest, StackResult } from "./stackRun.ts";
import { startStandIns } from "./standIns.ts";
import { offlineVariables } from "./variables.ts";

/** What to run; the backend knows the rest. */
export type StackTask = Omit<StackRequest, "folder" | "envVars">;

export interface OfflineBackend {
  /** Runs it in a process of its own, which ends with `signal`. */
  run(task: StackTask, signal: AbortSignal): Promise<StackResult>;
  close(): Promise<void>;
}

export interface OfflineBackendOptions {
  readonly project: PulumiProject;
  /** Path of the Pulumi CLI. */
  readonly pulumi: string;
  /** The module of a run's process; elsewhere in the published package. */
  readonly stackProcess?: string;
  /** Variables for the program of a stack; those that are undefined are taken away. */
  readonly variablesOf?: (stack: string) => Promise<Readonly<Record<string, string | undefined>>>;
}

const STACK_PROCESS = path.join(import.meta.dirname, "stackProcess.ts");

export async function openOfflineBackend({
  project,
  pulumi,
  stackProcess = STACK_PROCESS,
  variablesOf,
}: OfflineBackendOptions): Promise<OfflineBackend> {
  const packages = providerPackages(path.dirname(project.entry));
  const standIns = { preview: await startStandIns(packages), publish: await startStandIns(packages, { answersInPreview: true }) };
  const folder = await mkdtemp(path.join(tmpdir(), "beam-flink-offline-"));
  const passphrase = randomBytes(32).toString("base64url");
  // Policy packs run by `node`, which must be the one that runs this; the SDK runs the first `pulumi`.
  const PATH = [path.dirname(pulumi), path.dirname(process.execPath), process.env["PATH"] ?? ""].join(path.delimiter);
  return {
    run: async (task, signal) => {
      const { ports } = task.run === "preview" ? standIns.preview : standIns.publish;
      const envVars = { PATH, ...backendVariables(folder, passphrase, ports) };
      const own = (await variablesOf?.(task.stack.stack)) ?? {};
      return inProcess(stackProcess, { ...task, folder, envVars }, offlineVariables(process.env, { ...own, ...envVars }), signal);
    },
    close: async () => {
      await Promise.all([standIns.preview.close(), standIns.publish.close()]);
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function inProcess(module: string, request: StackRequest, env: Record<string, string>, signal: AbortSignal): Promise<StackResult> {
  return new Promise((resolve, reject) => {
    const child = fork(module, { env, serialization: "json", stdio: ["ignore", "inherit", "inherit", "ipc"] });
    const stop = () => void child.kill("SIGTERM");
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    let answer: StackAnswer | undefined;
    child.once("message", (message) => (answer = message as StackAnswer));
    child.once("error", reject);
    child.once("close", (code, killed) => {
      signal.removeEventListener("abort", stop);
      if (signal.aborted) reject(new UserError("interrupted"));
      else if (answer === undefined)
        reject(
          new UserError(
            `the program of the stack ${request.stack.stack} ended its process with ${code ?? killed}: it must return instead.`,
          ),
        );
      else if ("result" in answer) resolve(answer.result);
      else reject(answer.fault ? new Error(answer.message) : new UserError(answer.message));
    });
    child.send(request);
  });
}
