import * as pulumi from "@pulumi/pulumi";
import { Output, unknown } from "@pulumi/pulumi/output.js";
import { beforeAll, describe, expect, test } from "vitest";
import { checkInputs } from "../../provider/inputs.ts";
import { componentShape } from "../../provider/schema.ts";

/** Arguments of a job without a fault. */
const JOB = { namespace: "jobs", image: "orders:1", entryClass: "com.example.Orders", storage: { uri: "s3://flink" } };

const check = (given: object, component = "BeamJob") => {
  const shape = componentShape(`beam-flink:index:${component}`);
  if (shape === undefined) throw new Error(`no ${component}`);
  return checkInputs({ ...given }, shape.inputs, component);
};

const problems = async (given: object, component?: string) =>
  (await check(given, component)).problems.map(({ path, reason }) => `${path} ${reason}`);

/** What another resource gives; `value` may hold unknown values. */
const given = (value: unknown, isSecret = false): unknown =>
  // The class's constructor takes promises of all that an output knows of itself.
  Reflect.construct(Output as never, [[], Promise.resolve(value), Promise.resolve(true), Promise.resolve(isSecret), Promise.resolve([])]);

beforeAll(() => {
  pulumi.runtime.setMocks(
    { newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: ({ inputs }) => inputs },
    "p",
    "s",
    true,
  );
});

describe("arguments from other languages", () => {
  test("pass when they are right, those that are not set left out", async () => {
    expect(await check({ ...JOB, checkpoints: { interval: "5 s", retained: 3 }, jobName: null })).toEqual({
      inputs: { ...JOB, checkpoints: { interval: "5 s", retained: 3 } },
      problems: [],
    });
  });

  test.each([
    [
      "a misspelt property",
      { ...JOB, entryClas: "x" },
      /^entryClas is not known: BeamJob has no such property\. Did you mean entryClass\?/,
    ],
    [
      "one of a nested type",
      { ...JOB, checkpoints: { intervall: "5 s" } },
      /^checkpoints\.intervall .*CheckpointSettings.*mean interval\?/,
    ],
    ["one in Python's spelling", { ...JOB, checkpoints: { tolerable_failure: 3 } }, /Did you mean tolerable_failures\?/],
    [
      "one like no other",
      { ...JOB, zebra: 1 },
      /^zebra is not known: BeamJob has no such property\. Remove it\. It has jobName, namespace/,
    ],
    ["a missing one", { ...JOB, image: undefined }, /^image is required and not set\. Set it\.$/],
    ["a missing one of a nested type", { ...JOB, storage: {} }, /^storage\.uri is required/],
    ["a text for a number", { ...JOB, parallelism: "4" }, /^parallelism must be a number, and is a text\. Give it as a number\.$/],
    ["a list for a map", { ...JOB, environment: ["A=b"] }, /^environment must be a map, and is a list/],
    ["a value in a map", { ...JOB, environment: { A: 1 } }, /^environment\.A must be a text, and is a number/],
    [
      "a value of no enum",
      { ...JOB, upgradeMode: "never" },
      /^upgradeMode is "never", and must be one of "savepoint", "last-state", "stateless"\.$/,
    ],
    ["a text for an object", { ...JOB, checkpoints: "5 s" }, /^checkpoints must be an object, and is a text/],
    ["an inherited name", { ...JOB, constructor: "x" }, /^constructor is not known/],
  ])("are refused for %s", async (_, args, told) => {
    expect(await problems(args)).toEqual([expect.stringMatching(told)]);
  });

  test("are told all at once", async () => {
    expect(await problems({ ...JOB, imagee: "x", parallelism: "4" })).toHaveLength(2);
  });

  test("never have their value told where a credential may be in it", async () => {
    const endpoint = { url: "http://s3", bucket: "flink", accessKey: "AK", secretKey: ["hunter2"] };
    expect(await problems({ endpoint }, "CheckpointBucket")).toEqual([expect.not.stringContaining("hunter2")]);
  });
});

describe("arguments that are outputs of resources", () => {
  test("stay outputs where they may be unknown, and are checked as far as they are known", async () => {
    const image = given(unknown);
    const { inputs, problems: none } = await check({ ...JOB, image });
    expect([inputs["image"], none]).toEqual([image, []]);
    expect(await problems({ ...JOB, image: given(1) })).toEqual([expect.stringMatching(/^image must be a text/)]);
  });

  test("are awaited where the program must know them", async () => {
    const { inputs } = await check({ ...JOB, entryClass: given("com.example.Views"), checkpoints: given({ interval: "5 s" }) });
    expect(inputs).toMatchObject({ entryClass: "com.example.Views", checkpoints: { interval: "5 s" } });
  });

  test("are refused there when a preview does not know them, or when they are secret", async () => {
    expect(await problems({ ...JOB, entryClass: given(unknown) })).toEqual([
      expect.stringMatching(/^entryClass must be known when the program is previewed/),
    ]);
    expect(await problems({ ...JOB, entryClass: given("a", true) })).toEqual([expect.stringMatching(/^entryClass must not be a secret/)]);
  });

  test("are opened where only some of them may be unknown, each with its own unknown value", async () => {
    const { inputs, problems: none } = await check({ ...JOB, storage: given({ uri: unknown, fileSystem: "s3-fs-hadoop" }) });
    const storage = inputs["storage"] as Record<string, unknown>;
    expect(none).toEqual([]);
    expect(storage["fileSystem"]).toBe("s3-fs-hadoop");
    expect(Output.isInstance(storage["uri"])).toBe(true);
  });

  test("may be a secret as a whole, as what another stack gives is: inner values stay secret", async () => {
    const existing = { context: "admin", kubeconfig: "text" };
    const { inputs, problems: none } = await check({ existing: given(existing, true) }, "StreamingCluster");
    const opened = inputs["existing"] as { context: string; kubeconfig: pulumi.Output<string> };
    expect([none, opened.context, await pulumi.isSecret(opened.kubeconfig)]).toEqual([[], "admin", true]);
  });

  test("of wrong names are found in them, too", async () => {
    expect(await problems({ ...JOB, storage: given({ uri: "s3://flink", urii: unknown }) })).toEqual([
      expect.stringMatching(/^storage\.urii is not known: JobStorage has no such property\. Did you mean uri\?/),
    ]);
  });
});
