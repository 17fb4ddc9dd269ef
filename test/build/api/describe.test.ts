import { beforeAll, describe, expect, test } from "vitest";
import { type ApiDescription, describeApi, type PropertyDescription } from "../../../build/api/describe.ts";

let api: ApiDescription;
/** Every property and every value of an enum, by its path. */
let documented: Map<string, { readonly description: string }>;

beforeAll(() => {
  api = describeApi();
  documented = new Map();
  const add = (place: string, items: readonly { readonly name: string; readonly description: string }[]) => {
    for (const item of items) documented.set(`${place}.${item.name}`, item);
  };
  for (const component of api.components) {
    documented.set(component.name, component);
    add(`${component.name} arguments`, component.arguments);
    add(`${component.name} outputs`, component.outputs);
  }
  for (const type of api.types.values()) {
    documented.set(type.name, type);
    add(type.name, type.kind === "object" ? type.properties : type.values);
  }
}, 120_000);

const argument = (component: string, name: string): PropertyDescription | undefined =>
  api.components.find((one) => one.name === component)?.arguments.find((one) => one.name === name);

describe("the description of the public API", () => {
  test("has every component", () => {
    expect(api.components.map(({ name, isResource }) => (isResource ? name : `${name}, no resource`))).toEqual([
      "AdmissionPolicies",
      "AutoscalingPolicy",
      "BeamJob",
      "CheckpointBucket",
      "FlinkOperator",
      "JobDrain, no resource",
      "Monitoring",
      "StreamingCluster",
      "StreamingPlatform",
    ]);
  });

  test("has a text for every component, type, property and value", () => {
    expect([...documented].filter(([, { description }]) => description === "").map(([place]) => place)).toEqual([]);
  });

  test("reads inputs, maps and defaults", () => {
    expect(argument("BeamJob", "environment")).toEqual({
      name: "environment",
      description:
        "Environment variables of the job's pods. Credentials belong in a Secret, or better in a workload identity: with a bucket of a cloud, static keys of AWS and Google Cloud are refused.",
      default: "none",
      required: false,
      isInput: false,
      isSecret: false,
      type: { kind: "map", values: { kind: "string" }, valuesAreInputs: true },
    });
    expect(argument("BeamJob", "kubeconfig")).toMatchObject({ isInput: true, isSecret: true, required: false });
    expect(argument("BeamJob", "pipelineOptions")?.type).toMatchObject({ kind: "map", name: "PipelineOptions" });
    expect(argument("BeamJob", "drain")?.type).toEqual({ kind: "native", text: "JobDrain" });
  });

  test("reads what is left of a type by Omit, and what one inherits", () => {
    const names = (type: string) => {
      const found = api.types.get(type);
      return found?.kind === "object" ? found.properties.map(({ name }) => name) : [];
    };
    expect(names("PlatformBucket")).toEqual(["s3", "gcs", "endpoint"]);
    expect(names("TaskManager")).toEqual(["slots", "cpu", "memory"]);
    expect(argument("StreamingPlatform", "jobs")?.type).toMatchObject({ kind: "map", values: { kind: "reference", name: "PlatformJob" } });
    expect(names("PlatformJob")).toEqual(expect.arrayContaining(["image", "serviceAccount"]));
    expect(names("PlatformJob")).not.toContain("storage");
  });

  test("reads an enum's values with their texts", () => {
    expect(api.types.get("StateBackend")).toMatchObject({
      kind: "enum",
      values: [
        { name: "RocksDb", value: "rocksdb", description: expect.stringContaining("On local disk") },
        { name: "HashMap", value: "hashmap" },
      ],
    });
  });
});
