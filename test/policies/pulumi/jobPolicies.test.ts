import { type ResourceValidationArgs, type ResourceValidationPolicy } from "@pulumi/policy";
import * as policySdk from "@pulumi/policy";
import { describe, expect, test } from "vitest";
import { FLINK_DEPLOYMENT_TYPE, JOB_RULES } from "../../../model/index.ts";
import { BASELINE } from "../../../policies/packs/baseline.ts";
import { jobPolicies } from "../../../policies/pulumi/jobPolicies.ts";
import { GOOD_JOB } from "../goodJob.ts";

/** The text by which the engine sends an unknown string to a pack (`unknownStringValue` of @pulumi/policy). */
const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const TODAY = new Date("2026-11-26T12:00:00Z");

/** What reached the engine: `mandatory: message`, or the message alone at the policy's own level. */
interface Outcome {
  readonly violations: string[];
  readonly notApplicable?: string;
}

/** The SDK exports the proxy without its type. */
function unknownChecking(props: object): Record<string, unknown> {
  const sdk: Record<string, unknown> = { ...policySdk };
  const proxy = sdk["unknownCheckingProxy"];
  if (typeof proxy !== "function") throw new Error("@pulumi/policy has no unknownCheckingProxy");
  return proxy(props);
}

interface Options {
  readonly config?: object;
  readonly policies?: readonly ResourceValidationPolicy[];
}

const baseline = () => jobPolicies(BASELINE, () => TODAY);

function policyOf(id: string, policies: readonly ResourceValidationPolicy[]): ResourceValidationPolicy {
  const policy = policies.find((candidate) => candidate.name === id);
  if (policy === undefined) throw new Error(`no policy ${id}`);
  return policy;
}

/** The arguments that the SDK's server gives to a policy. */
function argumentsOf(
  props: object,
  { config = {} }: Options,
): Record<string, unknown> & Pick<ResourceValidationArgs, "type" | "urn" | "name"> {
  return {
    type: FLINK_DEPLOYMENT_TYPE,
    props: unknownChecking(props),
    urn: "urn:pulumi:dev::p::t::orders",
    name: "orders",
    stackTags: new Map(),
    opts: {},
    getConfig: () => config,
    notApplicable: (reason: string) => {
      throw new NotApplicable(reason);
    },
  };
}

class NotApplicable extends Error {}

/** Runs a policy as the SDK's server does. */
async function run(id: string, props: object, options: Options = {}): Promise<Outcome> {
  const violations: string[] = [];
  const report = (message: string | { readonly message: string; readonly enforcementLevel: string }) =>
    violations.push(typeof message === "string" ? message : `${message.enforcementLevel}: ${message.message}`);
  const validate = policyOf(id, options.policies ?? baseline()).validateResource;
  if (typeof validate !== "function") throw new Error(`${id} has not one validation`);
  try {
    await Reflect.apply(validate, undefined, [argumentsOf(props, options), report]);
  } catch (error) {
    if (error instanceof NotApplicable) return { violations, notApplicable: error.message };
    throw error;
  }
  return { violations };
}

/** Remediates as the SDK's server does. */
function remediate(id: string, props: object, options: Options = {}): unknown {
  const policy = policyOf(id, baseline());
  if (policy.remediateResource === undefined) throw new Error(`${id} has no remediation`);
  return Reflect.apply(policy.remediateResource, undefined, [argumentsOf(props, options)]);
}

const deployment = (args: unknown, flinkConfiguration: unknown = { "state.checkpoints.dir": "s3://b/orders" }): object => ({
  metadata: { name: "orders", namespace: "beam" },
  spec: { job: { args }, flinkConfiguration },
});

describe("a policy", () => {
  test.each(JOB_RULES)("$id reports nothing for a good job", async ({ id }) => {
    expect(await run(id, GOOD_JOB)).toEqual({ violations: [] });
  });

  test("tells field, value, limit and remedy", async () => {
    expect(await run("checkpoint-interval", deployment(["--checkpointingInterval=300000"]))).toEqual({
      violations: [
        "checkpointing interval is 5 min; the limit is 1 s to 60 s: set checkpoints.interval to at least 1 s and at most 60 s (--checkpointingInterval=60000)",
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

  test("takes a person's waivers: what is waived does not stop anything, and is said", async () => {
    const waivers = [{ resource: "beam/orders", owner: "team-orders", reason: "moves away", expires: "2026-12-01" }];
    expect(await run("bundle-size", deployment(["--maxBundleSize=5"]), { config: { waivers } })).toEqual({
      violations: [
        expect.stringMatching(/^advisory: waived by team-orders until 2026-12-01 \(moves away\): bundle size is 5;/),
        "advisory: the waiver of team-orders for bundle-size on beam/orders ends in 6 days (2026-12-01)",
      ],
    });
    await expect(run("bundle-size", GOOD_JOB, { config: { waivers: [{ resource: "x" }] } })).rejects.toThrow(
      "bundle-size.waivers[0].owner",
    );
  });

  test("still reports what is certain beside an unknown", async () => {
    const { violations } = await run("bundle-size", deployment(["--maxBundleSize=5", UNKNOWN_STRING]));
    expect(violations).toHaveLength(1);
  });

  test("does not apply to a session cluster", async () => {
    expect(await run("bundle-size", { spec: { flinkConfiguration: {} } })).toEqual({
      violations: [],
      notApplicable: "a session cluster has no job of its own",
    });
  });
});

describe("the policy on what was not evaluated", () => {
  test("says it once for all rules of a resource, and keeps nothing", async () => {
    const policies = baseline();
    const props = deployment([UNKNOWN_STRING], { "state.checkpoints.dir": UNKNOWN_STRING });
    for (const id of ["checkpoint-storage", "options-size", "bundle-size"]) {
      expect(await run(id, props, { policies })).toEqual({ violations: [] });
    }
    const said =
      "3 rules were not evaluated, for want of what stands in brackets: checkpoint-storage (checkpoint directory); options-size (pipeline " +
      "options); bundle-size (bundle size). What only a preview does not know is checked again by the update, before the change";
    expect(await run("not-evaluated", props, { policies })).toEqual({ violations: [said] });
    expect(await run("not-evaluated", props, { policies })).toEqual({ violations: [] });
  });

  test("is the last one and advisory, so that a person can make the pack strict by its level", () => {
    expect(baseline().at(-1)).toMatchObject({ name: "not-evaluated", enforcementLevel: "advisory" });
  });
});

describe("a remediation", () => {
  const remediated = (id: string, args: unknown, options?: Options) =>
    (remediate(id, deployment(args), options) as { spec: { job: { args: unknown } } } | undefined)?.spec.job.args;

  test.each([
    ["finish-bundle", [], ["--finishBundleBeforeCheckpointing=true"]],
    [
      "finish-bundle",
      ["--a=1", "--finishBundleBeforeCheckpointing=false", "--b"],
      ["--a=1", "--finishBundleBeforeCheckpointing=true", "--b"],
    ],
    ["bundle-size", ["--maxBundleSize", "5", "--b"], ["--maxBundleSize", "10000", "--b"]],
    ["bundle-size", ["--maxBundleSize=200000"], ["--maxBundleSize=100000"]],
    ["bundle-time", undefined, ["--maxBundleTimeMills=10000"]],
  ])("of %s sets what is missing among %j", (id, args, expected) => {
    expect(remediated(id, args)).toEqual(expected);
  });

  test("leaves everything else as it is, and what is not known unread", () => {
    const props = { ...deployment(["--a=1", UNKNOWN_STRING, "--maxBundleSize=5"]), status: UNKNOWN_STRING };
    expect(remediate("bundle-size", props)).toBeDefined();
    // The proxy has changed what it stands for.
    expect(props).toEqual({ ...deployment(["--a=1", UNKNOWN_STRING, "--maxBundleSize=10000"]), status: UNKNOWN_STRING });
  });

  test.each([
    ["a job that complies", ["--maxBundleSize=10000"]],
    ["a job with an argument that is not known", [UNKNOWN_STRING]],
  ])("changes nothing of %s", (_, args) => {
    expect(remediated("bundle-size", args)).toBeUndefined();
  });

  test("changes nothing that is waived, and nothing of a session cluster", () => {
    const waivers = [{ resource: "*", owner: "o", reason: "r", expires: "2027-01-01" }];
    expect(remediated("bundle-size", ["--maxBundleSize=5"], { config: { waivers } })).toBeUndefined();
    expect(remediate("bundle-size", { spec: {} })).toBeUndefined();
  });

  test("is there for rules with one right answer only", () => {
    const remediable = baseline().filter((policy) => policy.remediateResource !== undefined);
    expect(remediable.map(({ name }) => name).toSorted()).toEqual(["bundle-size", "bundle-time", "finish-bundle"]);
  });
});
