/** Runs `upProcess.ts`. */
import { spawn } from "node:child_process";
import * as path from "node:path";
import type { UpRequest } from "./upProcess.ts";

export interface UpResult {
  readonly code: number | null;
  /** `SIGKILL` when it killed itself in the middle. */
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

export function up(request: UpRequest): Promise<UpResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, "upProcess.ts"), JSON.stringify(request)], {
      // A group of its own, so that its children die with it.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, output }));
  });
}
