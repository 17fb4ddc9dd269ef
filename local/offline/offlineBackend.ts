/**
 * A backend that exists for one command: stacks in a temporary folder, served by the stand-ins. Nothing is read from a real
 * backend and nothing stays.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type * as automation from "@pulumi/pulumi/automation/index.js";
import { environmentConfig, policyPackOf } from "../environment/environmentConfig.ts";
import { PROJECT } from "../environment/environments.ts";
import { type Engine, openEngine } from "../pulumi/engine.ts";
import type { Step } from "../support/step.ts";
import { definitionsFor } from "./definitions.ts";
import type { Operation } from "./standInProvider.ts";
import { startStandIns } from "./standIns.ts";
import { withVariables } from "./variables.ts";

/** Keys of a bucket on an S3-compatible server; no server has them. */
export const STAND_IN_KEYS = { AWS_ACCESS_KEY_ID: "stand-in-access-key", AWS_SECRET_ACCESS_KEY: "stand-in-secret-key" } as const;

export interface OfflineBackend {
  /** What has happened on the stand-ins, over all stacks. */
  readonly operations: readonly Operation[];
  /** Opens the environment's stack on `program`, with the policy pack on, and closes it after `use`. */
  withStack<T>(environment: string, program: automation.PulumiFn, use: (stack: automation.Stack) => Promise<T>, step: Step): Promise<T>;
  close(): Promise<void>;
}

export async function openOfflineBackend(): Promise<OfflineBackend> {
  const standIns = await startStandIns();
  const dir = await mkdtemp(path.join(tmpdir(), "beam-flink-offline-"));
  return {
    operations: standIns.operations,
    withStack: async (environment, program, use, step) => {
      const config = await environmentConfig(environment);
      const { variables } = await definitionsFor(config, step);
      return withVariables({ ...STAND_IN_KEYS, ...variables }, async () => {
        const engine: Engine = await openEngine(
          {
            stackName: environment,
            projectDir: PROJECT,
            program,
            stateDir: path.join(dir, "pulumi"),
            passphraseFile: path.join(dir, "passphrase"),
            policyPack: policyPackOf(environment, config),
            attached: standIns.ports,
          },
          step,
        );
        try {
          return await use(engine.stack);
        } finally {
          await engine.close();
        }
      });
    },
    close: async () => {
      await standIns.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
