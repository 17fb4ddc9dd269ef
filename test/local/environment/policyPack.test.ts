import { existsSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { policyPackOf } from "../../../local/environment/environmentConfig.ts";
import { PROJECT } from "../../../local/environment/environments.ts";

const CONFIG = path.join(PROJECT, "stacks", "policy.of-a-test.json");

afterEach(() => rmSync(CONFIG, { force: true }));

describe("the policy pack of an environment", () => {
  test.each([
    ["development", "baseline"],
    ["production", "production"],
    [undefined, "production"],
  ] as const)("with the preset %s is %s", (preset, pack) => {
    const { file, config } = policyPackOf("of-a-test", { jobs: {}, ...(preset === undefined ? {} : { preset }) });
    expect([file, existsSync(file), config]).toEqual([path.join(PROJECT, "policies", pack, "pack.ts"), true, undefined]);
  });

  test("takes the configuration beside the environment's config", () => {
    writeFileSync(CONFIG, "{}");
    expect(policyPackOf("of-a-test", { jobs: {} }).config).toBe(CONFIG);
  });
});
