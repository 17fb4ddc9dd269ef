import { readFileSync } from "node:fs";
import * as path from "node:path";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { environments, PROJECT } from "../../local/environment/environments.ts";
import { parseEnvironment } from "../../stacks/config.ts";

const job = { image: "image:1", entryClass: "com.example.Orders" };
const valid = { cluster: { existing: {} }, bucket: { endpoint: { url: "http://s3:7070", bucket: "flink" } }, jobs: { orders: job } };

describe("the config of an environment", () => {
  test.each(environments())("of %s is valid as it is committed", (name) => {
    const file = load(readFileSync(path.join(PROJECT, "stacks", `Pulumi.${name}.yaml`), "utf8")) as { config: Record<string, unknown> };
    const values = Object.fromEntries(Object.entries(file.config).map(([key, value]) => [key.replace("beam-flink:", ""), value]));
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
    ["a key that is not known", { jobs: { orders: { ...job, paralelism: 2 } } }, /beam-flink:jobs\.orders: Unrecognized key: "paralelism"/],
    [
      "a wrong choice",
      { jobs: { orders: { ...job, mode: "cluster" } } },
      /beam-flink:jobs\.orders\.mode: .*"native"\|"standalone", not "cluster"/,
    ],
    ["a missing value", { jobs: { orders: { image: "image:1" } } }, /beam-flink:jobs\.orders\.entryClass: /],
    ["an address that is none", { bucket: { endpoint: { url: "s3", bucket: "flink" } } }, /beam-flink:bucket\.endpoint\.url: .*not "s3"/],
  ])("refuses %s, naming the file, the key and the value", (_, change, message) => {
    expect(() => parseEnvironment({ ...valid, ...change }, "test")).toThrow(message);
    expect(() => parseEnvironment({ ...valid, ...change }, "test")).toThrow(/^stacks\/Pulumi\.test\.yaml is not valid:/);
  });

  test("refuses a top-level key that is not known", () => {
    expect(() => parseEnvironment({ ...valid, version: "2.70.0" }, "test")).toThrow(/Unrecognized key: "version"/);
  });

  test("lists all that is wrong at once", () => {
    expect(() => parseEnvironment({ ...valid, jobs: { orders: { image: "" } } }, "test")).toThrow(/orders\.image.*\n.*orders\.entryClass/);
  });
});
