/** The environments of this project in an offline backend. */
import { openOfflineBackend } from "../offline/offlineBackend.ts";
import { type OfflineStacks, offlineStacks } from "../offline/offlinePreview.ts";
import { providerPackages } from "../offline/packages.ts";
import { readProject } from "../offline/project.ts";
import { resolvePulumiCli } from "../pulumi/pulumiCli.ts";
import { silent, type Step } from "../support/step.ts";
import { definitionsFor } from "./definitions.ts";
import { environmentConfig, policyPackOf } from "./environmentConfig.ts";
import { PROJECT } from "./environments.ts";

/** Keys of a bucket on an S3-compatible server; no server has them. */
export const STAND_IN_KEYS = { AWS_ACCESS_KEY_ID: "stand-in-access-key", AWS_SECRET_ACCESS_KEY: "stand-in-secret-key" } as const;

/** Where a person says the operator's definitions come from; an environment's own choice takes their place. */
const NO_DEFINITIONS = { BEAM_FLINK_CRD_DIRECTORY: undefined, BEAM_FLINK_CRD_MIRROR: undefined, BEAM_FLINK_CRD_SKIP: undefined };

export interface EnvironmentStacks extends OfflineStacks {
  /** Names of the packages that stand-ins serve. */
  readonly packages: readonly string[];
  close(): Promise<void>;
}

export async function openEnvironmentStacks(step: Step): Promise<EnvironmentStacks> {
  const project = readProject(PROJECT);
  const { command } = await resolvePulumiCli(step);
  const backend = await openOfflineBackend({
    project,
    pulumi: command,
    variablesOf: async (name) => {
      const { variables } = await definitionsFor(await environmentConfig(name), silent);
      return { ...NO_DEFINITIONS, ...STAND_IN_KEYS, ...variables };
    },
  });
  const stacks = offlineStacks({ project, backend, packsOf: async (name) => [policyPackOf(name, await environmentConfig(name))] });
  const packages = providerPackages(PROJECT).map(({ name }) => name);
  return { preview: stacks.preview, packages, close: () => backend.close() };
}
