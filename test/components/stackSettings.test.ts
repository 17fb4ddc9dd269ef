import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect, test } from "vitest";
import { refuseUnknownSettings } from "../../components/index.ts";
import { runWithMocks } from "../support/mocks.ts";

const check = (config: Record<string, string>, known: readonly string[]) =>
  runWithMocks(() => {
    pulumi.runtime.setAllConfig(config);
    refuseUnknownSettings(known);
  });

afterEach(() => pulumi.runtime.setAllConfig({}));

describe("a stack's settings", () => {
  test("may be any that the program knows, and any of other projects and providers", async () => {
    const known = check({ "beam-flink:bucket": "flink", "aws:regoin": "eu-central-1" }, ["bucket", "preset"]);
    await expect(known).resolves.toBeDefined();
  });

  test("are refused where the program does not know them, all at once, with what was meant", async () => {
    const refused = check({ "beam-flink:buckt": "flink", "beam-flink:color": "blue", "beam-flink:preset": "production" }, [
      "bucket",
      "preset",
    ]);
    await expect(refused).rejects.toThrow(
      [
        "config value beam-flink:buckt is not known: must be one of bucket, preset. Did you mean bucket? Change it in Pulumi.test.yaml.",
        "config value beam-flink:color is not known: must be one of bucket, preset. Remove it (pulumi config rm color --stack test).",
      ].join("\n"),
    );
  });
});
