import { afterEach, describe, expect, test } from "vitest";
import { definitionsFor } from "../../../local/environment/definitions.ts";
import { silent } from "../../../local/support/step.ts";
import { type Environment, parseEnvironment } from "../../../stacks/config.ts";

const platform = (more: object = {}): Environment =>
  parseEnvironment({ cluster: { existing: {} }, bucket: { endpoint: { url: "http://s3:7070", bucket: "flink" } }, ...more }, "test");

describe("the operator's definitions in an offline preview", () => {
  afterEach(() => {
    delete process.env["BEAM_FLINK_CRD_DIRECTORY"];
  });

  test.each(["1.10.0", "1.10"])("are those of the release %s, which can be had here", async (operator) => {
    expect(await definitionsFor(platform({ versions: { operator } }), silent, async () => "/unpacked")).toEqual({
      variables: { BEAM_FLINK_CRD_DIRECTORY: "/unpacked" },
    });
  });

  test.each([
    ["1.14.0", { versions: { operator: "1.14.0" } }],
    ["1.15.0", {}],
  ])("are left out of another release's: %s", async (release, more) => {
    expect(await definitionsFor(platform(more), silent)).toEqual({ variables: { BEAM_FLINK_CRD_SKIP: "true" }, missing: release });
  });

  test("cannot be told for a release that is not known", async () => {
    await expect(definitionsFor(platform({ versions: { operator: "1.1" } }), silent)).rejects.toThrow(
      /versions\.operator is "1\.1": must be from/,
    );
  });

  test("come from the person's own folder where one is given", async () => {
    process.env["BEAM_FLINK_CRD_DIRECTORY"] = "/definitions";
    expect(await definitionsFor(platform(), silent)).toEqual({ variables: { BEAM_FLINK_CRD_DIRECTORY: "/definitions" } });
  });

  test("are no matter where another stack installs them, or nothing does", async () => {
    expect(await definitionsFor(parseEnvironment({ platform: { stack: "team-platform" } }, "test"), silent)).toEqual({ variables: {} });
    expect(await definitionsFor(parseEnvironment({ cluster: { existing: {} } }, "test"), silent)).toEqual({ variables: {} });
  });
});
