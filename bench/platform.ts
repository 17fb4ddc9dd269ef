/** The platform that a benchmark puts its jobs on: in a state folder that is given, and kept, or in one that goes with the run. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { startPlatform, stopPlatform } from "../local/environment/platformOnly.ts";
import { UserError } from "../local/support/errors.ts";
import type { Step } from "../local/support/step.ts";

/** The environment whose platform and job benchmarks use. */
export const ENVIRONMENT = "local";

/** The same step without its signal: what is removed after an interruption is removed all the same. */
export function uninterrupted(step: Step): Step {
  return { ...step, signal: new AbortController().signal };
}

/** Runs `use` while the platform is up. An environment that runs in `stateFolder` is used as it is. */
export async function onPlatform<T>(stateFolder: string | undefined, step: Step, use: () => Promise<T>): Promise<T> {
  if (stateFolder === undefined && process.env["BEAM_FLINK_KUBECONFIG"])
    throw new UserError("BEAM_FLINK_KUBECONFIG names a cluster: name a state folder too, with --state, which keeps what is known of it.", {
      exitCode: 2,
    });
  const root = path.resolve(stateFolder ?? (await mkdtemp(path.join(tmpdir(), "beam-flink-bench-"))));
  process.env["BEAM_FLINK_STATE"] = root;
  try {
    await startPlatform(ENVIRONMENT, step);
    return await use();
  } finally {
    if (stateFolder === undefined) {
      await stopPlatform(ENVIRONMENT, uninterrupted(step));
      await rm(root, { recursive: true, force: true });
    }
  }
}
