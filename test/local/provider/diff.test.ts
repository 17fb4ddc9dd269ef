import { expect, test } from "vitest";
import { diff } from "../../../local/provider/diff.ts";
import { formatPath, type JsonObject } from "../../../local/provider/values.ts";

const object = (kind: string, rest: JsonObject, apiVersion = "v1"): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name: "a", namespace: "n" },
  ...rest,
});
const changes = (olds: JsonObject, news: JsonObject, mutable = {}) =>
  diff(olds, news, mutable).map(({ path, kind, replace }) => `${kind} ${formatPath(path)}${replace ? " (replace)" : ""}`);

test("equal inputs have no changes", () => {
  expect(changes(object("Pod", { spec: { a: [1] } }), object("Pod", { spec: { a: [1] } }))).toEqual([]);
});

test("each changed leaf is one change, in lists by place", () => {
  const olds = object("Flink", { spec: { args: ["a", "b"], gone: 1 } }, "x.example/v1");
  const news = object("Flink", { spec: { args: ["a", "c", "d"], more: { x: 1 } } }, "x.example/v1");
  expect(changes(olds, news)).toEqual(["update spec.args[1]", "add spec.args[2]", "delete spec.gone", "add spec.more"]);
});

test("another name or namespace is another object", () => {
  expect(changes(object("Flink", {}), { ...object("Flink", {}), metadata: { name: "b", namespace: "n" } })).toEqual([
    "update metadata.name (replace)",
  ]);
});

test("fields that the API server refuses to change make a new object, their neighbours do not", () => {
  const spec = (app: string, replicas: number) => ({ spec: { replicas, selector: { matchLabels: { app } } } });
  expect(changes(object("Deployment", spec("a", 1), "apps/v1"), object("Deployment", spec("b", 2), "apps/v1"))).toEqual([
    "update spec.replicas",
    "update spec.selector.matchLabels.app (replace)",
  ]);
});

test("the content of ConfigMaps and Secrets makes a new object, unless the provider is told otherwise", () => {
  const [olds, news] = [object("ConfigMap", { data: { a: "1" } }), object("ConfigMap", { data: { a: "2" } })];
  expect(changes(olds, news)).toEqual(["update data.a (replace)"]);
  expect(changes(olds, news, { configMaps: true })).toEqual(["update data.a"]);
  expect(changes({ ...olds, immutable: true }, { ...news, immutable: true }, { configMaps: true })).toEqual(["update data.a (replace)"]);
  expect(changes(object("Secret", { stringData: { a: "1" } }), object("Secret", { stringData: { a: "2" } }), { secrets: true })).toEqual([
    "update stringData.a",
  ]);
});

test("another version of the same group is the same object, another group is not", () => {
  expect(changes(object("Flink", {}, "x.example/v1"), object("Flink", {}, "x.example/v2"))).toEqual(["update apiVersion"]);
  expect(changes(object("Flink", {}, "x.example/v1"), object("Flink", {}, "y.example/v1"))).toEqual(["update apiVersion (replace)"]);
});
