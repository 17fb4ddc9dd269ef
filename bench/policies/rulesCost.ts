/**
 * What the rules of a pack cost by themselves: the CPU time inside the policies' own functions, on properties as the SDK's server gives them,
 * behind the proxies that notice unknown values and secrets. What the server does around them is not in it.
 */
import { unknownCheckingProxy } from "@pulumi/policy";
import type { ResourceValidationArgs } from "@pulumi/policy";
import type { Pack } from "../../policies/packs/pack.ts";
import { FLINK_DEPLOYMENT_TYPE } from "../../model/index.ts";
import { jobPolicies } from "../../policies/pulumi/jobPolicies.ts";
import { median } from "../measured.ts";

export interface RulesRow {
  readonly pack: string;
  readonly policies: number;
  readonly resources: number;
  /** CPU of the whole pack, for one resource. */
  readonly microseconds: number;
  /** Violations found, so that nobody measures rules that are not run. */
  readonly violations: number;
}

/** Runs every policy of the pack on every manifest, `rounds` times; the first round, in which code is compiled, does not count. */
export async function measureRules(pack: Pack, manifests: readonly object[], rounds: number): Promise<RulesRow> {
  const policies = jobPolicies(pack);
  const functions = policies.map(({ name, validateResource }) => {
    if (typeof validateResource !== "function") throw new Error(`the policy ${name} of ${pack.name} is not one function`);
    return validateResource;
  });
  const times: number[] = [];
  let violations = 0;
  const report = () => void (violations += 1);
  for (let round = 0; round <= rounds; round++) {
    let spent = 0;
    violations = 0;
    for (const [index, manifest] of manifests.entries()) {
      const args = argsOf(manifest, index);
      const begin = process.threadCpuUsage();
      for (const validate of functions) await validate(args, report);
      const { user, system } = process.threadCpuUsage(begin);
      spent += user + system;
    }
    if (round > 0) times.push(spent);
  }
  return {
    pack: pack.name,
    policies: policies.length,
    resources: manifests.length,
    microseconds: median(times) / manifests.length,
    violations,
  };
}

function argsOf(manifest: object, index: number): ResourceValidationArgs {
  const name = `job-${index}`;
  return {
    type: FLINK_DEPLOYMENT_TYPE,
    name,
    urn: `urn:pulumi:bench::bench::${FLINK_DEPLOYMENT_TYPE}::${name}`,
    props: unknownCheckingProxy(manifest),
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      additionalSecretOutputs: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    },
    stackTags: new Map(),
    isType: () => false,
    asType: () => undefined,
    // Without a configuration, as the server answers.
    getConfig: () => Object.create(null),
    notApplicable: (reason) => {
      throw new Error(reason);
    },
  };
}
