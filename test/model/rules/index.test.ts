import { readdirSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { renderCheckpointing, renderPipelineArguments, resolveVersions, stateKeys } from "../../../model/index.ts";
import { JOB_RULES } from "../../../model/rules/index.ts";
import { readJobView } from "../../../model/jobView.ts";

describe("the list of rules", () => {
  test("has every file of model/rules, under the file's name", () => {
    const folder = path.join(import.meta.dirname, "..", "..", "..", "model", "rules");
    const names = readdirSync(folder).flatMap((file) => (file === "index.ts" ? [] : [path.basename(file, ".ts")]));
    const kebab = names.map((name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
    expect(JOB_RULES.map((rule) => rule.id).toSorted()).toEqual(kebab.toSorted());
  });

  test.each(JOB_RULES)("$id says what holds, why, and where that is known from", (rule) => {
    expect(rule.title).toMatch(/^[A-Z].*\.$/);
    expect(rule.reason).toMatch(/^[A-Z].*\.$/);
    expect(rule.source.length).toBeGreaterThan(10);
  });

  test.each(["2.2", "1.19"])("holds for the model's own defaults with Flink %s", (flink) => {
    const versions = resolveVersions({ flink });
    const { pipelineOptions, flinkConfiguration } = renderCheckpointing({}, {}, versions);
    const view = readJobView({
      spec: {
        job: { args: renderPipelineArguments({ ...pipelineOptions }, versions) },
        flinkConfiguration: { ...flinkConfiguration, [stateKeys(versions).checkpointDirectory]: "s3://bucket/orders/checkpoints" },
      },
    });
    for (const rule of JOB_RULES) expect([rule.id, rule.evaluate(view)]).toEqual([rule.id, { status: "compliant" }]);
  });
});
