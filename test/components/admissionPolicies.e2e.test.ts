/** Admission policies as a platform team installs them, on a real API server: what is refused, warned of, exempt, and never in the way. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AdmissionPolicies, BeamJob, PolicyLevel } from "../../components/index.ts";
import { CRD_RELEASE } from "../../local/environment/crds.ts";
import { findingMessage, JOB_RULES, readJobView } from "../../model/index.ts";
import { ApiServer, flinkDeploymentCrd, namespaceObject, typeWarnings, until } from "../model/admission/apiServer.ts";
import { jobOf, VIOLATIONS } from "../model/admission/violations.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { runWithMocks } from "../support/mocks.ts";
import { openTestStack, type TestStack } from "../support/testStack.ts";

const PATH = "/apis/flink.apache.org/v1beta1/namespaces";
const MERGE = "application/merge-patch+json";

const SMALL_BUNDLES = jobOf({ options: { maxBundleSize: "5" } });

let plane: ControlPlane;
let api: ApiServer;
let target: TestStack;

beforeAll(async () => {
  plane = await startControlPlane();
  api = await ApiServer.of(plane);
  const namespaces = [
    namespaceObject("jobs"),
    namespaceObject("legacy"),
    namespaceObject("sandbox", { "beam-flink/policies": "exempt" }),
    namespaceObject("tuning", { "beam-flink/policy-bundle-size": "exempt" }),
  ];
  for (const object of [await flinkDeploymentCrd(), ...namespaces]) {
    await plane.run(["apply", "--server-side", "-f", "-"], JSON.stringify(object));
  }
  await until("the definition holds", async () => (await api.create(SMALL_BUNDLES, { namespace: "jobs" })).code === 201);
  // A job that was there before the policies.
  await api.create(SMALL_BUNDLES, { namespace: "legacy", dryRun: false });
  target = await openTestStack(plane);
  target.use((provider) => {
    void new AdmissionPolicies("policies", {}, { providers: [provider] });
  });
  await target.stack.up();
  for (const [rule, , job] of VIOLATIONS) {
    await until(`the policy of ${rule} holds`, async () => {
      const { refusal, warnings } = await api.create(job, { namespace: "jobs" });
      return refusal !== undefined || warnings.length > 0;
    });
  }
});

afterAll(async () => {
  api?.close();
  await target?.close();
  await plane?.stop();
});

/** The texts of all findings of a rule. */
function findingTexts(id: string, job: object): string[] {
  const result = JOB_RULES.find((rule) => rule.id === id)?.evaluate(readJobView(job));
  return result?.status === "violated" ? result.findings.map(findingMessage) : [];
}

describe("the policies", () => {
  test("fit the operator's definition", async () => {
    expect(await typeWarnings(api, new Set(VIOLATIONS.map(([rule]) => rule)).size)).toEqual([]);
  });

  test("refuse a job in the words of the rule", async () => {
    const { code, refusal, body } = await api.create(SMALL_BUNDLES, { namespace: "jobs" });
    expect({ code, refusal }).toEqual({ code: 422, refusal: findingTexts("bundle-size", SMALL_BUNDLES)[0] });
    expect(JSON.stringify(body)).toContain("ValidatingAdmissionPolicy 'beam-flink-bundle-size' with binding 'beam-flink-bundle-size'");
  });

  test("warn of what is advisory, and admit it", async () => {
    const job = jobOf({ image: "registry.example/orders", job: { allowNonRestoredState: true } });
    const { code, warnings } = await api.create(job, { namespace: "jobs" });
    expect(code).toBe(201);
    expect(warnings.toSorted()).toEqual([...findingTexts("image-pinned", job), ...findingTexts("non-restored-state", job)].toSorted());
  });

  test("admit a job that obeys them without a word", async () => {
    expect(await api.create(jobOf(), { namespace: "jobs" })).toMatchObject({ code: 201, warnings: [] });
  });

  test("admit what a BeamJob renders with its defaults", async () => {
    const { inputs } = await runWithMocks(
      () =>
        void new BeamJob("orders", {
          namespace: "jobs",
          image: "registry.example/orders:1.2.0",
          entryClass: "org.example.Orders",
          storage: { uri: "s3://state" },
          startTimeout: "0 s",
          // The line of the definition: it knows no later Flink.
          versions: { operator: CRD_RELEASE, flink: "1.19" },
        }),
    );
    const { metadata, spec } = inputs("orders-deployment");
    const job = { apiVersion: "flink.apache.org/v1beta1", kind: "FlinkDeployment", metadata, spec };
    expect(await api.create(job, { namespace: "jobs" })).toMatchObject({ code: 201, warnings: [] });
  });
});

describe("an exempt namespace", () => {
  test("is free of all policies", async () => {
    expect(await api.create(SMALL_BUNDLES, { namespace: "sandbox" })).toMatchObject({ code: 201 });
  });

  test("or of one only", async () => {
    expect(await api.create(SMALL_BUNDLES, { namespace: "tuning" })).toMatchObject({ code: 201 });
    const job = jobOf({ options: { maxBundleSize: "5", finishBundleBeforeCheckpointing: "false" } });
    expect(await api.create(job, { namespace: "tuning" })).toMatchObject({ code: 422, refusal: findingTexts("finish-bundle", job)[0] });
  });
});

describe("a job that broke a rule before the rule was there", () => {
  const own = `${PATH}/legacy/flinkdeployments/orders`;

  test("still gets its status from the operator", async () => {
    const patch = { status: { lifecycleState: "STABLE" } };
    expect(await api.request("PATCH", `${own}/status`, patch, MERGE)).toMatchObject({ code: 200 });
  });

  test("can be labelled, annotated and given a finalizer", async () => {
    const patch = {
      metadata: { labels: { a: "b" }, annotations: { c: "d" }, finalizers: ["flinkdeployments.flink.apache.org/finalizer"] },
    };
    expect(await api.request("PATCH", own, patch, MERGE)).toMatchObject({ code: 200 });
  });

  test("can be suspended, started again and scaled", async () => {
    for (const state of ["suspended", "running"]) {
      expect(await api.request("PATCH", own, { spec: { restartNonce: 7, job: { state, savepointTriggerNonce: 3 } } }, MERGE)).toMatchObject(
        { code: 200 },
      );
    }
    expect(await api.request("PATCH", `${own}/scale`, { spec: { replicas: 3 } }, MERGE)).toMatchObject({ code: 200 });
  });

  test("has to obey once it is changed", async () => {
    expect(await api.request("PATCH", own, { spec: { image: "registry.example/orders:1.3.0" } }, MERGE)).toMatchObject({
      code: 422,
      refusal: findingTexts("bundle-size", SMALL_BUNDLES)[0],
    });
    const { spec } = jobOf({ image: "registry.example/orders:1.3.0" });
    expect(await api.request("PATCH", `${own}?dryRun=All`, { spec }, MERGE)).toMatchObject({ code: 200 });
  });

  test("can be deleted, and its finalizer removed", async () => {
    expect(await api.request("DELETE", own)).toMatchObject({ code: 200 });
    expect(await api.request("PATCH", own, { metadata: { finalizers: null } }, MERGE)).toMatchObject({ code: 200 });
    await until("it is gone", async () => (await api.request("GET", own)).code === 404);
  });
});

describe("policies that change", () => {
  test("can warn first, hold in some namespaces, take other limits, and go", async () => {
    target.use((provider) => {
      const args = { level: PolicyLevel.Advisory, namespaces: ["tuning"], rules: { "finish-bundle": { level: PolicyLevel.Mandatory } } };
      void new AdmissionPolicies(
        "policies",
        { ...args, rules: { ...args.rules, "bundle-time": { parameters: { minimumSeconds: 60 } } } },
        { providers: [provider] },
      );
    });
    await target.stack.up();
    await until(
      "the policies hold no more in other namespaces",
      async () => (await api.create(SMALL_BUNDLES, { namespace: "jobs" })).code === 201,
    );
    await until("bundle-time warns", async () => (await api.create(jobOf(), { namespace: "tuning" })).warnings.length > 0);
    const warned = JOB_RULES.find(({ id }) => id === "bundle-time")?.evaluate(readJobView(jobOf()), { minimumSeconds: 60 });
    expect(await api.create(jobOf(), { namespace: "tuning" })).toMatchObject({
      code: 201,
      warnings: warned?.status === "violated" ? warned.findings.map(findingMessage) : [],
    });
    const unfinished = jobOf({ options: { finishBundleBeforeCheckpointing: "false" } });
    expect(await api.create(unfinished, { namespace: "tuning" })).toMatchObject({ code: 422 });
    await target.stack.destroy();
    await until("they are gone", async () => (await api.create(unfinished, { namespace: "tuning" })).code === 201);
  });
});
