/** Plans of the jobs that the project's own environments have, as their offline previews are recorded for the tests of the stacks. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { planInputs } from "../../../policies/plan/planInputs.ts";
import type { PlanReport } from "../../../policies/plan/planReport.ts";

const GOLDEN = path.join(import.meta.dirname, "..", "..", "stacks", "golden");
const TYPE = "kubernetes:flink.apache.org/v1beta1:FlinkDeployment";
/** What a recorded graph, and what the engine, has for a text that is not known. */
const [RECORDED_UNKNOWN, UNKNOWN_TEXT] = ['"<unknown>"', '"04da6b54-80e4-46f7-96ec-b56ff0331ba9"'];

const GRAPH = z.array(z.looseObject({ type: z.string(), name: z.string(), inputs: z.unknown() }));

/** An environment's recorded resources, the texts in them replaced, in the form of `pulumi preview --json`. */
function preview(environment: string, replaced: Readonly<Record<string, string>> = {}): object {
  const recorded = readFileSync(path.join(GOLDEN, `${environment}.json`), "utf8").replaceAll(RECORDED_UNKNOWN, UNKNOWN_TEXT);
  const text = Object.entries(replaced).reduce((before, [old, now]) => {
    expect(before).toContain(old);
    return before.replaceAll(old, now);
  }, recorded);
  const steps = GRAPH.parse(JSON.parse(text)).map(({ type, name, inputs }) => {
    const urn = `urn:pulumi:${environment}::beam-flink::${type}::${name}`;
    return { op: "create", urn, newState: { urn, type, inputs } };
  });
  return { steps };
}

const folder = mkdtempSync(path.join(tmpdir(), "beam-flink-plan-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function plan(before: object, after: object): PlanReport {
  const [old, now] = [before, after].map((document, index) => {
    const file = path.join(folder, `${index}.json`);
    writeFileSync(file, JSON.stringify(document));
    return file;
  });
  return planInputs(old ?? "", now ?? "");
}

const ENVIRONMENTS = readdirSync(GOLDEN)
  .filter((file) => readFileSync(path.join(GOLDEN, file), "utf8").includes(`"${TYPE}"`))
  .map((file) => path.basename(file, ".json"));

describe.each(ENVIRONMENTS)("the environment %s", (environment) => {
  test("does not change against itself", () => {
    const { jobs, errors } = plan(preview(environment), preview(environment));
    expect(errors).toStrictEqual([]);
    expect(jobs.length).toBeGreaterThan(0);
    for (const { job, class: of, reasons, assumptions, budget } of jobs) {
      expect({ job, of, reasons }).toStrictEqual({ job, of: "unchanged", reasons: [] });
      // The names of ConfigMaps are made at the update.
      expect(assumptions.filter((sentence) => !/configMap\.name is known on neither side/.test(sentence))).toStrictEqual([]);
      expect(budget).toMatchObject({ before: { status: "estimated", missing: [] }, after: { status: "estimated", missing: [] } });
    }
  });

  test("loses the state of its jobs with another maximum parallelism", () => {
    const { class: of } = plan(preview(environment), preview(environment, { "--maxParallelism=": "--maxParallelism=3" }));
    expect(of).toBe("state-lost");
  });

  test("restarts its jobs with longer bundles, and says nothing else of them", () => {
    const { class: of, jobs } = plan(preview(environment), preview(environment, { "--maxBundleTimeMills=": "--maxBundleTimeMills=1" }));
    expect(of).toBe("restart");
    expect(new Set(jobs.flatMap(({ reasons }) => reasons.map(({ field }) => field)))).toStrictEqual(new Set(["--maxBundleTimeMills"]));
  });
});

test("from one environment to another the folders, the identity and the image are told", () => {
  const { jobs } = plan(preview("aws-dev"), preview("aws-prod"));
  const [orders] = jobs.filter(({ before, after }) => before !== undefined && after !== undefined);
  expect(orders?.class).toBe("state-at-risk");
  const judgements = new Set(orders?.reasons.map(({ judgement }) => judgement));
  expect([...judgements]).toEqual(expect.arrayContaining(["state-folders", "job-image", "redeployed"]));
});
