import { describe, expect, test } from "vitest";
import { configValues } from "../../local/environment/environmentConfig.ts";
import { environments } from "../../local/environment/environments.ts";
import { parseEnvironment, referencedStacks } from "../../stacks/config.ts";

const job = { image: "image:1", entryClass: "com.example.Orders" };
const valid = { cluster: { existing: {} }, bucket: { endpoint: { url: "http://s3:7070", bucket: "flink" } }, jobs: { orders: job } };

describe("the config of an environment", () => {
  test.each(environments())("of %s is valid as it is committed", async (name) => {
    const values = await configValues(name);
    expect(() => parseEnvironment(values, name)).not.toThrow();
  });

  test("may be small", () => {
    expect(parseEnvironment(valid, "test")).toEqual(valid);
  });

  test.each<[string, object, RegExp]>([
    [
      "a malformed duration",
      { jobs: { orders: { ...job, startTimeout: "10 parsecs" } } },
      /beam-flink:jobs\.orders\.startTimeout: must be a duration in Flink's notation, such as "10 s", not "10 parsecs"/,
    ],
    [
      "a key that is not known",
      { jobs: { orders: { ...job, paralelism: 2 } } },
      /beam-flink:jobs\.orders\.paralelism: is not known \(did you mean parallelism\?\): allowed here are jobName, image, /,
    ],
    [
      "a wrong choice",
      { jobs: { orders: { ...job, mode: "cluster" } } },
      /beam-flink:jobs\.orders\.mode: must be one of "native", "standalone", not "cluster"/,
    ],
    ["a missing value", { jobs: { orders: { image: "image:1" } } }, /beam-flink:jobs\.orders\.entryClass: must be set$/],
    [
      "a number where a text is wanted",
      { cluster: { eks: { region: "eu-central-1", version: 1.34 } } },
      /beam-flink:cluster\.eks\.version: must be a text: put it in quotes, "1\.34"$/,
    ],
    [
      "an address that is none",
      { bucket: { endpoint: { url: "s3", bucket: "flink" } } },
      /beam-flink:bucket\.endpoint\.url: must be an address such as "https:.*", not "s3"/,
    ],
  ])("refuses %s, naming the file, the key and the value", (_, change, message) => {
    expect(() => parseEnvironment({ ...valid, ...change }, "test")).toThrow(message);
    expect(() => parseEnvironment({ ...valid, ...change }, "test")).toThrow(/^stacks\/Pulumi\.test\.yaml is not valid:/);
  });

  test("refuses a top-level key that is not known", () => {
    expect(() => parseEnvironment({ ...valid, version: "2.70.0" }, "test")).toThrow(
      /beam-flink:version: is not known \(did you mean versions\?\): allowed here are preset, tags, cluster, /,
    );
  });

  test("lists all that is wrong at once", () => {
    const orders = { image: "", flags: [], mode: 1 };
    expect(() => parseEnvironment({ ...valid, clutser: {}, jobs: { orders } }, "test")).toThrow(
      new RegExp(
        [
          "^stacks/Pulumi\\.test\\.yaml is not valid:",
          '  beam-flink:jobs\\.orders\\.image: must not be empty, not ""',
          "  beam-flink:jobs\\.orders\\.entryClass: must be set",
          '  beam-flink:jobs\\.orders\\.mode: must be one of "native", "standalone", not 1',
          "  beam-flink:jobs\\.orders\\.flags: is not known: allowed here are .*",
          "  beam-flink:clutser: is not known \\(did you mean cluster\\?\\): allowed here are .*$",
        ].join("\n"),
      ),
    );
  });

  test("may leave out the jobs", () => {
    const { jobs: _, ...platform } = valid;
    expect(parseEnvironment(platform, "test")).toEqual({ ...platform, jobs: {} });
  });

  test.each<[string, object, readonly string[]]>([
    ["a cluster alone", { cluster: { eks: { region: "eu-central-1" } } }, []],
    ["a platform on the cluster of another stack", { cluster: { stack: "team-cluster" }, bucket: valid.bucket }, ["team-cluster"]],
    ["jobs on the platform of another stack", { platform: { stack: "acme/streams/prod" }, jobs: valid.jobs }, ["acme/streams/prod"]],
    ["everything", valid, []],
  ])("may be %s", (_, values, stacks) => {
    expect(referencedStacks(parseEnvironment({ ...values }, "test"))).toEqual(stacks);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ["neither a cluster nor a platform", { jobs: {} }, /beam-flink:cluster: must be set, or platform must name the stack that makes it/],
    [
      "a bucket beside the platform of another stack",
      { platform: { stack: "p" }, bucket: valid.bucket, preset: "production" },
      /beam-flink:preset: belongs to the stack "p".*, not "production"\n.*beam-flink:bucket: belongs to the stack "p", which platform names/,
    ],
    ["jobs without a bucket", { cluster: valid.cluster, jobs: valid.jobs }, /beam-flink:jobs: needs a bucket/],
    ["namespaces without a bucket", { cluster: valid.cluster, jobNamespaces: ["a"] }, /beam-flink:jobNamespaces: needs a bucket/],
    ["a cluster of another stack without a bucket", { cluster: { stack: "c" } }, /beam-flink:bucket: must be set/],
    ["a malformed stack", { cluster: { stack: "a/b" } }, /beam-flink:cluster\.stack: must be a stack of this project.*, not "a\/b"/],
    ["an unknown preset", { ...valid, preset: "staging" }, /beam-flink:preset: must be one of "development", "production", not "staging"/],
  ])("refuses %s", (_, values, message) => {
    expect(() => parseEnvironment(values, "test")).toThrow(message);
  });
});
