import { readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type ApiDescription, describeApi } from "../../../build/api/describe.ts";
import { expressible, packageSchema, type PackageSchema } from "../../../build/api/schema.ts";
import manifest from "../../../package.json" with { type: "json" };

const FILE = path.join(import.meta.dirname, "../../../provider/schema.json");

let api: ApiDescription;
let schema: PackageSchema;

beforeAll(() => {
  api = describeApi();
  const { version, description, license } = manifest;
  schema = packageSchema(api, { version, description, license });
}, 120_000);

/** What is left out of `properties`, as `place.name: type`. */
const leftOut = (place: string, properties: Parameters<typeof expressible>[0]): string[] => {
  const kept = new Set(expressible(properties));
  return properties.filter((property) => !kept.has(property)).map(({ name }) => `${place}.${name}`);
};

describe("the package schema", () => {
  test("is the one that the provider serves (BEAM_FLINK_WRITE_DOCS=true writes it)", async () => {
    const text = `${JSON.stringify(schema, null, 2)}\n`;
    if (process.env["BEAM_FLINK_WRITE_DOCS"] === "true") await writeFile(FILE, text);
    expect(await readFile(FILE, "utf8")).toBe(text);
  });

  test("documents every property in words that are of no language", () => {
    const texts = JSON.stringify(schema).matchAll(/"description":"((?:[^"\\]|\\.)*)"/g);
    for (const [, text] of texts) {
      expect(text).not.toBe("");
      expect(text).not.toMatch(/undefined|\{@|pulumi\.|readonly|=>|<[A-Z]/);
    }
    const properties = [...Object.values(schema.resources), ...Object.values(schema.types)].flatMap((part) =>
      Object.entries({ ...("properties" in part ? part.properties : {}), ...("inputProperties" in part ? part.inputProperties : {}) }),
    );
    expect(properties.filter(([, { description }]) => !description).map(([name]) => name)).toEqual([]);
  });

  test("leaves out only what no other language can have", () => {
    const types = [...api.types.values()].flatMap((type) => (type.kind === "object" ? leftOut(type.name, type.properties) : []));
    const inputs = api.components.flatMap(({ name, arguments: args }) => leftOut(name, args));
    // A drain is a callback of the program; what a job waits for is the resource option dependsOn.
    expect([...inputs, ...types]).toEqual(["BeamJob.drain", "JobStorage.resources", "PlatformJob.drain"]);
    const outputs = api.components.flatMap(({ name, outputs: all }) => leftOut(name, all));
    expect(outputs.filter((place) => !place.startsWith("StreamingPlatform."))).toEqual([
      "AdmissionPolicies.ready",
      "BeamJob.deployment",
      "CheckpointBucket.resources",
      "FlinkOperator.deployment",
      "FlinkOperator.ready",
      "JobDrain.hook",
      "StreamingCluster.kubernetesProvider",
      "StreamingCluster.ready",
    ]);
  });

  test("gives a platform's outputs that programs need, and keeps secrets", () => {
    const platform = schema.resources["beam-flink:index:StreamingPlatform"];
    expect(Object.keys(platform?.properties ?? {})).toEqual([
      "operatorVersion",
      "jobNamespaces",
      "bucketUri",
      "kubeconfig",
      "kubeconfigCommand",
      "jobStates",
      "reference",
    ]);
    expect(platform?.properties["kubeconfig"]).toMatchObject({ type: "string", secret: true });
    const endpoint = schema.types["beam-flink:index:EndpointBucket"];
    expect(endpoint).toMatchObject({ properties: { accessKey: { secret: true }, secretKey: { secret: true } } });
  });

  test("tells defaults and enum values as they are written in any language", () => {
    const job = schema.resources["beam-flink:index:BeamJob"];
    expect(job?.inputProperties["jarUri"]?.description).toContain('Default: "local:///opt/flink/usrlib/job.jar"');
    expect(schema.types["beam-flink:index:AutoscalingSettings"]).toMatchObject({
      properties: { busyTimeAggregator: { description: expect.stringContaining('Default: "MAX"') } },
    });
  });
});
