import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { VERSION } from "../../provider/schema.ts";
import manifest from "../../package.json" with { type: "json" };
import plugin from "../../plugin/package.json" with { type: "json" };

describe("the plugin for Pulumi's Node.js host", () => {
  test("is of the package's version, and needs the SDKs that the package does", () => {
    const { "@pulumi/policy": _, ...sdks } = manifest.peerDependencies;
    expect(plugin.version).toBe(manifest.version);
    expect(plugin.dependencies).toEqual({ ...sdks, "beam-flink": manifest.version });
    expect(VERSION).toBe(manifest.version);
  });

  test("names a runtime and nothing that the host would not read", async () => {
    const text = await readFile(path.join(import.meta.dirname, "../../plugin/PulumiPlugin.yaml"), "utf8");
    expect(load(text)).toEqual({ runtime: "nodejs", requiredPulumiVersion: expect.stringMatching(/^>=3\.\d+\.0$/) });
    expect(text).toContain(`plugin@${manifest.version}`);
  });
});
