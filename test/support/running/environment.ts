/**
 * The platform that all tests of `test/running` share: the local environment without jobs, in a state folder of its own, started
 * once before them and gone after them.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { TestProject } from "vitest/node";
import { startPlatform, stopPlatform } from "../../../local/environment/platformOnly.ts";

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
  const step = { report: (text: string) => console.log(text), signal: new AbortController().signal };
  const stop = async () => {
    if (kept !== undefined) return;
    await stopPlatform(ENVIRONMENT, step);
    await rm(root, { recursive: true, force: true });
  };
  try {
    await startPlatform(ENVIRONMENT, step);
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
