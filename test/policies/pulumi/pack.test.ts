import { accessSync, constants, readFileSync } from "node:fs";
import * as path from "node:path";
import pb from "@pulumi/pulumi/proto/analyzer_pb.js";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { FLINK_DEPLOYMENT_TYPE } from "../../../model/index.ts";
import { BASELINE } from "../../../policies/packs/baseline.ts";
import { entriesOf } from "../../../policies/packs/pack.ts";
import { PRODUCTION } from "../../../policies/packs/production.ts";
import { ENGINE, startPack } from "../../support/packProcess.ts";

const ROOT = path.join(import.meta.dirname, "..", "..", "..");
const POLICIES = path.join(ROOT, "policies");

const PACKS = [
  { folder: "baseline", pack: BASELINE },
  { folder: "production", pack: PRODUCTION },
] as const;

const HOST = path.join(ROOT, "node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js");

/** How each pack is started: the file itself, and the host of the official CLI with the folder. */
const ENTRIES = PACKS.flatMap(({ folder, pack }) => [
  { entry: `${folder}/pack.ts, as a program`, folder, pack, command: path.join(POLICIES, folder, "pack.ts"), args: [ENGINE] },
  {
    entry: `${folder}, under the Node.js host's run-policy-pack`,
    folder,
    pack,
    command: process.execPath,
    args: [HOST, ENGINE, path.join(POLICIES, folder)],
  },
]);

/** What the engine shows of a pack, and what a pack tells it of a resource. */
const INFO = z.looseObject({ name: z.string(), version: z.string(), policiesList: z.array(z.looseObject({ name: z.string() })) });
const ANALYSIS = z.object({
  diagnosticsList: z.array(z.looseObject({ policyname: z.string(), enforcementlevel: z.number(), message: z.string() })),
});

describe.each(ENTRIES)("$entry", ({ folder, pack, command, args }) => {
  test("prints its port, says which policies it has and evaluates a job", async () => {
    const served = await startPack(command, args);
    try {
      const info = INFO.parse(await served.info());
      expect([info.name, info.version]).toEqual([pack.name, version(`policies/${folder}/package.json`)]);
      const rules = entriesOf(pack).map(({ rule }) => rule.id);
      expect(info.policiesList.map((policy) => policy.name)).toEqual([
        ...rules.slice(0, pack.jobs.length),
        "not-evaluated",
        ...rules.slice(pack.jobs.length),
        "not-evaluated-infrastructure",
      ]);

      const spec = {
        job: { args: ["--runner=FlinkRunner", "--checkpointingInterval=300000"] },
        // The text by which the engine sends an unknown string to a pack.
        flinkConfiguration: { "state.checkpoints.dir": "04da6b54-80e4-46f7-96ec-b56ff0331ba9" },
      };
      const { diagnosticsList } = ANALYSIS.parse(
        await served.analyze({ type: FLINK_DEPLOYMENT_TYPE, name: "orders", properties: { spec } }),
      );
      const of = (name: string) => diagnosticsList.filter(({ policyname }) => policyname === name);
      expect(of("checkpoint-interval")).toMatchObject([
        { enforcementlevel: pb.EnforcementLevel.MANDATORY, message: expect.stringContaining("is 5 min; the limit is 1 s to 60 s") },
      ]);
      expect(of("bundle-size")).toMatchObject([{ enforcementlevel: pb.EnforcementLevel.MANDATORY }]);
      expect(of("checkpoint-storage")).toEqual([]);
      // What is not known only warns, once for all rules.
      expect(of("not-evaluated")).toMatchObject([
        {
          enforcementlevel: pb.EnforcementLevel.ADVISORY,
          message: expect.stringContaining("checkpoint-storage (checkpoint directory)"),
        },
      ]);
    } finally {
      served.stop();
    }
  });
});

describe.each(PACKS)("the files of $folder", ({ folder }) => {
  test("are executable where the engine executes them", () => {
    expect(() => accessSync(path.join(POLICIES, folder, "pack.ts"), constants.X_OK)).not.toThrow();
    expect(readFileSync(path.join(POLICIES, folder, "pack.ts"), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test("have the version of the package they are part of", () => {
    expect(version(`policies/${folder}/package.json`)).toBe(version("package.json"));
    expect(readFileSync(path.join(POLICIES, folder, "PulumiPolicy.yaml"), "utf8")).toContain(`\nversion: ${version("package.json")}\n`);
  });
});

function version(file: string): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path.join(ROOT, file), "utf8"))).version;
}
