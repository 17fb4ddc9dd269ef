import { type ResourceValidationArgs, type ResourceValidationPolicy } from "@pulumi/policy";
import * as policySdk from "@pulumi/policy";
import { describe, expect, test } from "vitest";
import { JOB_RULES } from "../../model/index.ts";
import { FLINK_DEPLOYMENT, jobPolicies } from "../../policies/jobPolicy.ts";
import { BASELINE } from "../../policies/packs/baseline.ts";

/** The text by which the engine sends an unknown string to a pack (`unknownStringValue` of @pulumi/policy). */
const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const GOOD_ARGS = [
  "--runner=FlinkRunner",
  "--checkpointingInterval=10000",
  "--checkpointTimeoutMillis=60000",
  "--finishBundleBeforeCheckpointing=true",
  "--maxBundleSize=10000",
  "--maxBundleTimeMills=10000",
];

interface Outcome {
  readonly violations: string[];
  readonly unknown?: string;
  readonly notApplicable?: string;
}

/** The SDK exports the proxy without its type. */
function unknownChecking(props: object): Record<string, unknown> {
  const sdk: Record<string, unknown> = { ...policySdk };
  const proxy = sdk["unknownCheckingProxy"];
  if (typeof proxy !== "function") throw new Error("@pulumi/policy has no unknownCheckingProxy");
  return proxy(props);
}

function policyOf(id: string): ResourceValidationPolicy {
  const policy = jobPolicies(BASELINE).find((candidate) => candidate.name === id);
  if (policy === undefined) throw new Error(`no policy ${id}`);
  return policy;
}

/** Runs a policy as the SDK's server does. */
async function run(id: string, props: object, options: { config?: object; type?: string } = {}): Promise<Outcome> {
  const violations: string[] = [];
  let notApplicable: string | undefined;
  const args: Pick<ResourceValidationArgs, "type" | "props" | "urn" | "name" | "stackTags"> & Record<string, unknown> = {
    type: options.type ?? FLINK_DEPLOYMENT,
    props: unknownChecking(props),
    urn: "urn:pulumi:dev::p::t::orders",
    name: "orders",
    stackTags: new Map(),
    opts: {},
    getConfig: () => options.config ?? {},
    notApplicable: (reason: string) => {
      notApplicable = reason;
      throw new Error("not applicable");
    },
  };
  const validate = policyOf(id).validateResource;
  if (typeof validate !== "function") throw new Error(`${id} has not one validation`);
  try {
    await Reflect.apply(validate, undefined, [args, (message: string) => violations.push(message)]);
  } catch (error) {
    if (notApplicable !== undefined) return { violations, notApplicable };
    if (error instanceof Error && "unknownTypeSentinel" in error) return { violations, unknown: error.message };
    throw error;
  }
  return { violations };
}

const deployment = (args: unknown, flinkConfiguration: unknown = { "state.checkpoints.dir": "s3://b/orders" }): object => ({
  spec: { job: { args }, flinkConfiguration },
});

describe("a policy", () => {
  test.each(JOB_RULES)("$id reports nothing for a good job", async ({ id }) => {
    expect(await run(id, deployment(GOOD_ARGS))).toEqual({ violations: [] });
  });

  test.each(JOB_RULES.filter((rule) => rule.id !== "options-size"))("$id reports a job without settings", async ({ id }) => {
    const { violations } = await run(id, deployment([], {}));
    expect(violations).toHaveLength(1);
    expect(violations[0]).toMatch(/ is not set.*; the limit is .*: set /);
  });

  test("tells field, value, limit and remedy", async () => {
    expect(await run("checkpoint-interval", deployment(["--checkpointingInterval=300000"]))).toEqual({
      violations: [
        "checkpointing interval is 5 min; the limit is 60 s: set checkpoints.interval to at most 60 s (--checkpointingInterval=60000)",
      ],
    });
  });

  test("takes a person's parameters", async () => {
    const props = deployment(["--checkpointingInterval=90000"]);
    expect(await run("checkpoint-interval", props, { config: { maximumSeconds: 120 } })).toEqual({ violations: [] });
    await expect(run("checkpoint-interval", props, { config: { maximum: 120 } })).rejects.toThrow(
      "The rule has minimumSeconds, maximumSeconds.",
    );
  });

  test.each([
    [
      "checkpoint-storage",
      deployment(GOOD_ARGS, { "state.checkpoints.dir": UNKNOWN_STRING }),
      "checkpoint directory",
      ".spec.flinkConfiguration.state.checkpoints.dir",
    ],
    ["options-size", deployment([...GOOD_ARGS, UNKNOWN_STRING]), "pipeline options", ".spec.job.args.6"],
    ["bundle-size", deployment(UNKNOWN_STRING), "bundle size", ".spec.job.args"],
    ["finish-bundle", { spec: UNKNOWN_STRING }, "finish bundle before checkpointing", ".spec"],
  ])("%s tells what it could not evaluate, and where the unknown is", async (id, props, field, place) => {
    const { violations, unknown } = await run(id, props);
    expect(violations).toEqual([]);
    expect(unknown).toBe(`${field} not known before the update, which checks it (string value at ${place} can't be known during preview)`);
  });

  test("still reports what is certain beside an unknown", async () => {
    const { violations, unknown } = await run("bundle-size", deployment(["--maxBundleSize=5", UNKNOWN_STRING]));
    expect(violations).toHaveLength(1);
    expect(unknown).toBeUndefined();
  });

  test("does not look at other resources", async () => {
    expect(await run("bundle-size", deployment([]), { type: "kubernetes:core/v1:ConfigMap" })).toEqual({ violations: [] });
  });

  test("does not apply to a session cluster", async () => {
    expect(await run("bundle-size", { spec: { flinkConfiguration: {} } })).toEqual({
      violations: [],
      notApplicable: "a session cluster has no job of its own",
    });
  });
});
