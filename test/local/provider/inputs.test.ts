import { expect, test } from "vitest";
import { type CheckArgs, checkInputs } from "../../../local/provider/inputs.ts";
import { driftedInputs, importedInputs } from "../../../local/provider/drift.ts";
import type { JsonObject } from "../../../local/provider/values.ts";

const urn = "urn:pulumi:dev::project::my:component:Thing$kubernetes:core/v1:ConfigMap::settings";
const seed = new Uint8Array(32).fill(7);
const check = (news: JsonObject, more: Partial<CheckArgs> = {}) =>
  checkInputs({ urn, olds: {}, news: { apiVersion: "v1", kind: "ConfigMap", ...news }, seed, namespaceOf: async () => "team", ...more });

test("an object without a name gets one from the resource's, with eight hexadecimal digits, and the default namespace", async () => {
  expect(await check({})).toEqual({
    inputs: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name: expect.stringMatching(/^settings-[0-9a-f]{8}$/),
        namespace: "team",
        annotations: { "pulumi.com/autonamed": "true" },
      },
    },
  });
});

test("an automatic name stays from run to run, a chosen one is not taken over as automatic", async () => {
  const automatic = { metadata: { name: "settings-00000000", annotations: { "pulumi.com/autonamed": "true" } } };
  expect(await check({}, { olds: automatic })).toMatchObject({ inputs: { metadata: { name: "settings-00000000" } } });
  const chosen = { metadata: { name: "chosen" } };
  expect(await check({}, { olds: chosen })).not.toMatchObject({ inputs: { metadata: { name: "chosen" } } });
});

test("what is given stays: name, namespace, annotations", async () => {
  const metadata = { name: "a", namespace: "b", annotations: { c: "d" } };
  expect(await check({ metadata })).toEqual({ inputs: { apiVersion: "v1", kind: "ConfigMap", metadata } });
});

test("kinds without namespaces get none", async () => {
  expect(await check({ metadata: { name: "a" } }, { namespaceOf: async () => undefined })).toMatchObject({
    inputs: { metadata: { name: "a" } },
  });
});

test("keys that the SDK spells with underscores are written as Kubernetes has them", async () => {
  expect(await check({ metadata: { name: "a" }, data: { x_kubernetes_int_or_string: true, items: [{ _ref: "#/a" }] } })).toMatchObject({
    inputs: { data: { "x-kubernetes-int-or-string": true, items: [{ $ref: "#/a" }] } },
  });
});

test.each([
  [
    { kind: "ConfigMapList", metadata: { annotations: { "pulumi.com/deletionPropagationPolicy": "later" } } },
    '"later" is none of background, foreground, orphan',
  ],
  [{ metadata: { annotations: { "pulumi.com/timeoutSeconds": "soon" } } }, '"soon" is not a number of seconds above 0'],
  [{ metadata: { annotations: { "pulumi.com/waitFor": "x" } } }, "is neither"],
  [{ metadata: { generateName: "a-" } }, "needs the official kubernetes plugin"],
])("%o is refused", async (news, reason) => {
  expect(await check(news)).toMatchObject({ reason: expect.stringContaining(reason) });
});

test("what is no plain object is refused by its type", async () => {
  const chart = await checkInputs({
    urn: "urn:pulumi:dev::p::kubernetes:helm.sh/v3:Release::r",
    olds: {},
    news: { chart: "x" },
    seed,
    namespaceOf: async () => "team",
  });
  expect(chart).toEqual({
    property: "kind",
    reason: "kubernetes:helm.sh/v3:Release is not a plain Kubernetes object: the stand-in for the kubernetes provider serves only those",
  });
});

test("a refresh keeps inputs that the server only spells otherwise, and takes over what others changed", () => {
  const inputs = { spec: { cpu: 0.5, memory: "1024Mi", args: ["a", "b"], gone: "x" } };
  const object = (spec: JsonObject) => ({ apiVersion: "v1", kind: "X", metadata: { name: "a" }, spec });
  const wanted = object({ cpu: "500m", memory: "1Gi", args: ["a", "b"], gone: "x", defaulted: 1 });
  const live = object({ cpu: "500m", memory: "2Gi", args: ["a", "c"], defaulted: 1 });
  expect(driftedInputs(inputs, wanted, live)).toEqual({ spec: { cpu: 0.5, memory: "2Gi", args: ["a", "c"] } });
});

test("an imported object has no status and nothing that only the server writes", () => {
  const live = {
    apiVersion: "v1",
    kind: "X",
    metadata: { name: "a", uid: "u", resourceVersion: "1", generation: 1, creationTimestamp: "t", managedFields: [] },
    status: {},
  };
  expect(importedInputs(live)).toEqual({ apiVersion: "v1", kind: "X", metadata: { name: "a" } });
});
