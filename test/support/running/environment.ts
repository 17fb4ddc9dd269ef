/**
 * The platform that all tests of `test/running` share: the local environment without jobs, in a state folder of its own, started
 * once before them and gone after them.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { TestProject } from "vitest/node";
import { down } from "../../../local/commands/down.ts";
import { environmentConfig } from "../../../local/environment/environmentConfig.ts";
import { localEnvironment, openStack, PREPARATION, runningEnvironment } from "../../../local/environment/localEnvironment.ts";
import { runSteps } from "../../../local/support/steps.ts";
import { silent } from "../../../local/support/step.ts";
import { machineSettings, streamingEnvironment } from "../../../stacks/program.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The state folder's parent, for `BEAM_FLINK_STATE`. */
    stateRoot: string;
  }
}

const ENVIRONMENT = "local";

/** `BEAM_FLINK_RUNNING_STATE` names a folder that is kept: an environment that runs there is used as it is, and stays. */
export default async function startEnvironment({ provide }: TestProject): Promise<() => Promise<void>> {
  const kept = process.env["BEAM_FLINK_RUNNING_STATE"];
  const root = kept ?? (await mkdtemp(path.join(tmpdir(), "beam-flink-running-")));
  process.env["BEAM_FLINK_STATE"] = root;
  provide("stateRoot", root);
  if (kept !== undefined && (await isRunning())) return async () => {};
  const stop = async () => {
    if (kept !== undefined) return;
    await down({ environment: ENVIRONMENT, signal: new AbortController().signal }, { purge: false });
    await rm(root, { recursive: true, force: true });
  };
  try {
    const local = localEnvironment(ENVIRONMENT);
    await runSteps(PREPARATION, local, new AbortController().signal);
    const engine = await openStack(local, silent);
    try {
      const platform = { ...(await environmentConfig(ENVIRONMENT)), jobs: {} };
      engine.stack.workspace.program = async () => streamingEnvironment(platform, machineSettings(process.env));
      await engine.stack.up({ color: "never" });
    } finally {
      await engine.close();
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

const isRunning = () =>
  runningEnvironment(ENVIRONMENT, silent).then(
    () => true,
    () => false,
  );
