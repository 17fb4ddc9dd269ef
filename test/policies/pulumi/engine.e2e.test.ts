/** The packs under the real engine, with a person's configuration: levels, waivers, remediations, strictness. Providers are stand-ins. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent, PulumiFn } from "@pulumi/pulumi/automation/index.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { engineErrors } from "../../../local/pulumi/engine.ts";
import { type OfflineStack, openOfflineStack } from "../../support/offlineStack.ts";
import { GOOD_ARGS, GOOD_CONFIGURATION, GOOD_JOB } from "../goodJob.ts";

const PACK = path.join(import.meta.dirname, "..", "..", "..", "policies", "production", "pack.ts");
const BUCKET = "example-state";

let offline: OfflineStack;
let folder: string;

beforeAll(async () => {
  offline = await openOfflineStack();
  folder = await mkdtemp(path.join(tmpdir(), "pack-test-"));
});

afterAll(async () => {
  await offline?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await offline.stack.destroy({ suppressProgress: true });
});

/** A job whose bundles are not finished before a checkpoint, and its bucket, which lets the public in. */
function program(more: { readonly args?: pulumi.Input<pulumi.Input<string>[]> } = {}): PulumiFn {
  return async () => {
    const provider = new k8s.Provider("cluster", { kubeconfig: "apiVersion: v1" });
    const args = more.args ?? GOOD_ARGS.map((argument) => argument.replace("Checkpointing=true", "Checkpointing=false"));
    const { apiVersion, kind, metadata, spec } = GOOD_JOB;
    const job = { ...spec, job: { ...spec.job, args }, flinkConfiguration: { ...GOOD_CONFIGURATION } };
    void new k8s.apiextensions.CustomResource("orders", { apiVersion, kind, metadata, spec: job }, { provider });
    const bucket = new aws.s3.Bucket("state", { bucket: BUCKET });
    void new aws.s3.BucketPublicAccessBlock(
      "state-access",
      { bucket: BUCKET, blockPublicAcls: true, blockPublicPolicy: false },
      { dependsOn: bucket },
    );
  };
}

interface Said {
  readonly policy: string;
  readonly level: string;
  readonly message: string;
}

/** Runs the program under the pack with a configuration. */
async function run(what: "preview" | "up", config: object, declare: PulumiFn = program()) {
  const file = path.join(folder, "config.json");
  await writeFile(file, JSON.stringify(config));
  offline.stack.workspace.program = declare;
  const said: Said[] = [];
  const onEvent = ({ policyEvent }: EngineEvent) => {
    if (policyEvent === undefined) return;
    const { policyName: policy, enforcementLevel: level, message } = policyEvent;
    said.push({ policy, level, message });
  };
  const options = { policyPacks: [PACK], policyPackConfigs: [file], onEvent, color: "never" as const, suppressProgress: true };
  const failure = await offline.stack[what](options).then(
    () => "",
    (error: unknown) => engineErrors(error),
  );
  const of = (policy: string) => said.filter((one) => one.policy === policy);
  return { failed: failure !== "", failure, of };
}

/** Nothing but these, so that a test sees what they say. */
const ONLY = { all: "disabled", "not-evaluated": "disabled", "not-evaluated-infrastructure": "disabled" };

describe("a pack under the engine", () => {
  test("stops a preview at a mandatory rule, with field, value, limit and remedy", async () => {
    const { failed, of } = await run("preview", {});
    expect(failed).toBe(true);
    expect(of("finish-bundle")).toMatchObject([
      { level: "mandatory", message: expect.stringContaining('finish bundle before checkpointing is "false"') },
    ]);
    expect(of("bucket-public-access").map(({ level }) => level)).toEqual(["mandatory", "mandatory", "mandatory"]);
    expect(of("bundle-size")).toEqual([]);
  });

  test("lets it pass where a person makes the rules advisory, or waives them", async () => {
    const advisory = await run("preview", { ...ONLY, "finish-bundle": "advisory" });
    expect([advisory.failed, advisory.of("finish-bundle")]).toMatchObject([false, [{ level: "advisory" }]]);
    const waivers = [{ resource: "beam/orders", owner: "team-orders", reason: "moves to another source", expires: "2999-12-31" }];
    const waived = await run("preview", { ...ONLY, "finish-bundle": { enforcementLevel: "mandatory", waivers } });
    expect([waived.failed, waived.of("finish-bundle")]).toMatchObject([
      false,
      [{ level: "advisory", message: expect.stringContaining("waived by team-orders until 2999-12-31 (moves to another source)") }],
    ]);
  });

  test("stops at an expired waiver", async () => {
    const waivers = [{ resource: "beam/orders", owner: "team-orders", reason: "r", expires: "2020-01-01" }];
    const { failed, of } = await run("preview", { ...ONLY, "bundle-size": { enforcementLevel: "mandatory", waivers } });
    expect(failed).toBe(true);
    expect(of("bundle-size")).toMatchObject([{ message: expect.stringContaining("the waiver of team-orders is expired on 2020-01-01") }]);
  });

  test("puts right what it is told to remediate: the providers are given what it has set", async () => {
    const config = { ...ONLY, "finish-bundle": "remediate", "bucket-public-access": "remediate" };
    const { failed, of } = await run("up", config);
    expect([failed, of("finish-bundle")]).toEqual([false, []]);
    const state = await offline.stateText();
    expect(state).toContain("--finishBundleBeforeCheckpointing=true");
    expect(state).not.toContain("--finishBundleBeforeCheckpointing=false");
    expect(state).toMatch(/"restrictPublicBuckets":\s*true/);
    expect(state).not.toMatch(/"blockPublicPolicy":\s*false/);
  });

  test("says once what it could not evaluate, and is strict where a person says so", async () => {
    // The engine does not know the name that a cloud will give.
    const unknown: PulumiFn = async () => {
      const { arn } = new aws.s3.Bucket("other", {});
      await program({ args: [...GOOD_ARGS, pulumi.interpolate`--sql=${arn}`] })();
    };
    const config = { all: "disabled", "bundle-size": "mandatory", "options-size": "mandatory", "checkpoint-budget": "mandatory" };
    const lenient = await run("preview", { ...config, "not-evaluated": "advisory" }, unknown);
    expect([lenient.failed, lenient.of("not-evaluated")]).toMatchObject([
      false,
      [{ level: "advisory", message: expect.stringContaining("options-size (pipeline options)") }],
    ]);
    expect(lenient.of("options-size")).toEqual([]);
    const strict = await run("preview", { ...config, "not-evaluated": "mandatory" }, unknown);
    expect([strict.failed, strict.of("not-evaluated").length]).toEqual([true, 1]);
    // The update knows it.
    const update = await run("up", { ...config, "not-evaluated": "mandatory" }, unknown);
    expect([update.failed, update.of("not-evaluated")]).toEqual([false, []]);
  });

  test.each([
    [{ "bundle-size": { enforcementLevel: "mandatory", minimum: -1 } }, "parameter minimum of rule bundle-size is -1"],
    [{ "bundle-size": { minimum: "many" } }, "bundle-size"],
    [{ "bundle-size": { enforcementLevel: "mandatory", waivers: [{ resource: "x" }] } }, "owner"],
    [{ "bundle-size": "high" }, "high"],
  ])("refuses the configuration %j", async (config, message) => {
    const { failed, failure } = await run("preview", { ...ONLY, ...config });
    expect([failed, failure]).toEqual([true, expect.stringContaining(message)]);
  });
});
