import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { describe, expect, test } from "vitest";
import { resourceGraph } from "../../../local/offline/resourceGraph.ts";
import type { JsonObject } from "../../../local/provider/values.ts";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };

const STACK = "urn:pulumi:dev::app::pulumi:pulumi:Stack::app-dev";
const PROVIDER = "urn:pulumi:dev::app::pulumi:providers:aws::aws";
const BUCKET = "urn:pulumi:dev::app::aws:s3/bucket:Bucket::state";
const ROLE = "urn:pulumi:dev::app::aws:iam/role:Role::jobs";

interface State {
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly provider?: string;
}

/** An event as the engine writes it before a creation, or after it. */
function event(kind: "resourcePreEvent" | "resOutputsEvent", urn: string, state: State = {}): EngineEvent {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  const provider = state.provider ?? "";
  const common = { urn, type, provider };
  const made = { ...common, id: "", parent: urn === STACK ? "" : STACK, inputs: {}, outputs: {}, ...state };
  return { sequence: 1, timestamp: 1, [kind]: { metadata: { ...common, op: "create", new: made } } };
}
const before = (urn: string, state?: State) => event("resourcePreEvent", urn, state);
const after = (urn: string, state?: State) => event("resOutputsEvent", urn, state);

/** A plan in which one resource has these options. */
const planOf = (urn: string, goal: JsonObject): JsonObject => ({ resourcePlans: { [urn]: { goal } } });

describe("the graph of a preview", () => {
  test("has each resource once, by its URN, with its parent and its provider by name", () => {
    const graph = resourceGraph([before(STACK), before(ROLE, { provider: `${PROVIDER}::${UNKNOWN}` }), before(BUCKET), after(BUCKET)]);
    expect(graph).toEqual([
      { type: "aws:iam/role:Role", name: "jobs", parent: "Stack app-dev", provider: "aws", inputs: {} },
      { type: "aws:s3/bucket:Bucket", name: "state", parent: "Stack app-dev", inputs: {} },
      { type: "pulumi:pulumi:Stack", name: "app-dev", inputs: {} },
    ]);
  });

  test("writes keys in one order, and secrets and unknown values as words", () => {
    const inputs = { b: UNKNOWN, a: { d: [SECRET, 1], c: null } };
    const [bucket] = resourceGraph([before(BUCKET, { inputs })]);
    expect(JSON.stringify(bucket?.inputs)).toBe('{"a":{"c":null,"d":["<secret>",1]},"b":"<unknown>"}');
  });

  test("shows what a text holds, when that is JSON or several lines", () => {
    const inputs = { policy: '{"b": 1, "a": "s3:GetObject"}', file: "one\ntwo\n", braces: "{not json" };
    const [bucket] = resourceGraph([before(BUCKET, { inputs })]);
    expect(bucket?.inputs).toEqual({
      policy: { "<json>": { a: "s3:GetObject", b: 1 } },
      file: { "<lines>": ["one", "two", ""] },
      braces: "{not json",
    });
  });

  test("shows what is protected and what stays", () => {
    const [role, bucket] = resourceGraph([before(BUCKET, { protect: true }), before(ROLE, { retainOnDelete: true, protect: false })]);
    expect(bucket).toHaveProperty("protect", true);
    expect(role).toHaveProperty("retainOnDelete", true);
    expect(role).not.toHaveProperty("protect");
  });

  test("takes from the plan what a resource waits for, less its parent, and its options", () => {
    const goal = { dependencies: [STACK, ROLE], deletedWith: ROLE, customTimeouts: { create: 600 }, ignoreChanges: ["tags"] };
    const [bucket] = resourceGraph([before(BUCKET)], planOf(BUCKET, goal));
    expect(bucket).toMatchObject({
      dependsOn: ["Role jobs"],
      deletedWith: "Role jobs",
      customTimeouts: { create: 600 },
      ignoreChanges: ["tags"],
    });
    const [without] = resourceGraph([before(BUCKET)], planOf(BUCKET, { dependencies: [STACK], deletedWith: "", customTimeouts: {} }));
    expect(without).toEqual({ type: "aws:s3/bucket:Bucket", name: "state", parent: "Stack app-dev", inputs: {} });
  });

  test("has the outputs of the stack, which other stacks read, and of nothing else", () => {
    const outputs = { bucket: "s3://flink", kubeconfig: SECRET };
    const graph = resourceGraph([before(STACK), after(STACK), before(BUCKET), after(BUCKET, { outputs }), after(STACK, { outputs })]);
    expect(graph.map((resource) => resource.outputs)).toEqual([undefined, { bucket: "s3://flink", kubeconfig: "<secret>" }]);
  });

  test("leaves out of a provider what the engine and the SDK add", () => {
    const inputs = { __internal: {}, version: "7.48.0", region: "eu-central-1" };
    expect(resourceGraph([before(PROVIDER, { inputs })])[0]?.inputs).toEqual({ region: "eu-central-1" });
    expect(resourceGraph([before(BUCKET, { inputs: { version: "1" } })])[0]?.inputs).toEqual({ version: "1" });
  });

  test("does not name a default provider after the version of the SDK", () => {
    const urn = "urn:pulumi:dev::app::pulumi:providers:aws::default_7_48_0";
    const [provider, bucket] = resourceGraph([before(urn), before(BUCKET, { provider: `${urn}::${UNKNOWN}` })]).toSorted((a, b) =>
      a.type < b.type ? 1 : -1,
    );
    expect(provider?.name).toBe("default");
    expect(bucket?.provider).toBe("default");
  });

  test("keeps a definition by its digest, which changes with it", () => {
    const crd = "urn:pulumi:dev::app::kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition::jobs";
    const specOf = (spec: object) =>
      resourceGraph([before(crd, { inputs: { kind: "CustomResourceDefinition", spec } })])[0]?.inputs["spec"];
    expect(specOf({ group: "a", scope: "b" })).toMatch(/^<sha256 [0-9a-f]{16}>$/);
    expect(specOf({ group: "a", scope: "b" })).toBe(specOf({ scope: "b", group: "a" }));
    expect(specOf({ group: "a", scope: "b" })).not.toBe(specOf({ group: "a", scope: "c" }));
  });
});
