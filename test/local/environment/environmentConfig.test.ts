import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { environmentConfig, jobsOf, readYaml } from "../../../local/environment/environmentConfig.ts";
import { flinkDeployments } from "../../../local/environment/flinkDeployments.ts";
import { UserError } from "../../../local/support/errors.ts";
import { parseEnvironment } from "../../../stacks/config.ts";

const job = { image: "job:1", entryClass: "Main" };
const config = (more: object) => parseEnvironment({ cluster: {}, bucket: {}, jobs: {}, ...more }, "test");

describe("the config of an environment", () => {
  test("is read from its file", async () => {
    const local = await environmentConfig("local");
    expect(local.versions?.beam).toBe("2.70.0");
    expect(jobsOf(local)).toEqual([{ name: "bundle-buffer", namespace: "beam" }]);
  });

  test("that has no file is an error for a person", async () => {
    await expect(environmentConfig("nowhere")).rejects.toThrow(UserError);
  });
});

describe("a file of YAML", () => {
  test("that is none is an error that names it", async () => {
    const dir = await mkdtemp(path.join(tmpdir(), "environment-config-"));
    const file = path.join(dir, "Pulumi.broken.yaml");
    await writeFile(file, "config:\n  a: 1\n  a: 2\n");
    await expect(readYaml(file)).rejects.toThrow(/^stacks\/Pulumi\.broken\.yaml is not valid YAML: .*duplicated mapping key/);
    await rm(dir, { recursive: true });
  });
});

describe("the jobs of an environment", () => {
  test("are in beam, in the first job namespace, or in their own", () => {
    expect(jobsOf(config({ jobs: { a: job } }))).toEqual([{ name: "a", namespace: "beam" }]);
    expect(jobsOf(config({ jobNamespaces: ["one", "two"], jobs: { a: job, b: { ...job, namespace: "two" } } }))).toEqual([
      { name: "a", namespace: "one" },
      { name: "b", namespace: "two" },
    ]);
  });

  test("can be none", () => expect(jobsOf(config({}))).toEqual([]));
});

describe("the FlinkDeployments of an environment", () => {
  /** Stands in for a cluster that has jobs of others, too. */
  const asked: string[][] = [];
  const kubectl = {
    json: async <T>(args: readonly string[]): Promise<T> => {
      asked.push([...args]);
      const items = ["a", "b", "others"].map((name) => ({ metadata: { name, namespace: args[1] } }));
      return JSON.parse(JSON.stringify({ items })) as T;
    },
  };
  const found = async (...jobs: { name: string; namespace: string }[]) =>
    (await flinkDeployments(kubectl, jobs)).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

  test("are those with the names and namespaces of its jobs", async () => {
    const jobs = [
      { name: "a", namespace: "one" },
      { name: "b", namespace: "two" },
      { name: "missing", namespace: "two" },
    ];
    expect(await found(...jobs)).toEqual(["one/a", "two/b"]);
    expect(asked).toEqual([
      ["-n", "one", "get", "flinkdeployments"],
      ["-n", "two", "get", "flinkdeployments"],
    ]);
  });

  test("without jobs are none, and nobody is asked", async () => {
    asked.length = 0;
    expect(await found()).toEqual([]);
    expect(asked).toEqual([]);
  });
});
