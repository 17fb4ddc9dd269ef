import { describe, expect, test } from "vitest";
import { z } from "zod";
import { CHANGE_CLASS_NAMES } from "../../../model/changeRisk/index.ts";
import { planJobs } from "../../../model/changeRisk/index.ts";
import { readJobView } from "../../../model/index.ts";
import type { PlanJob, PlanReport } from "../../../policies/plan/planReport.ts";
import { planJson } from "../../../policies/plan/report/json.ts";
import { planMarkdown } from "../../../policies/plan/report/markdown.ts";
import { planText } from "../../../policies/plan/report/text.ts";
import { type Changes, manifest } from "../../model/changeRisk/jobs.ts";

const PLACE = { file: "orders.yaml", line: 3, column: 1 };

/** The plan of one job, called that. */
function report(before: Changes, after: Changes, job = "beam/orders"): PlanReport {
  const named = (changes: Changes) => [{ job, file: "", view: readJobView(manifest(changes)) }];
  const [planned] = planJobs(named(before), named(after));
  if (planned === undefined) throw new Error("no job");
  const { class: of, reasons, assumptions, budget } = planned;
  const told: PlanJob = {
    job,
    class: of,
    reasons: reasons.map(({ at: _at, ...reason }) => ({ ...reason, ...PLACE })),
    assumptions,
    budget,
    before: PLACE,
    after: PLACE,
  };
  return { class: of, jobs: [told], passedOver: [], errors: [] };
}

const LOST = report({}, { options: { maxParallelism: "240", finishBundleBeforeCheckpointing: "false" } });

const PLACE_SCHEMA = z.strictObject({ file: z.string(), line: z.int(), column: z.int() });
const CLASS = z.enum(CHANGE_CLASS_NAMES as [string, ...string[]]);
const BUDGET = z.union([
  z.strictObject({ notEvaluated: z.array(z.string()) }),
  z.strictObject({ totalBytes: z.number(), highestBytes: z.number().nullable(), missing: z.array(z.string()) }),
]);

/** The contract with programs: fields may be added here, never changed. */
const SCHEMA = z.strictObject({
  version: z.literal(1),
  class: CLASS,
  jobs: z.array(
    z.strictObject({
      job: z.string(),
      class: CLASS,
      before: PLACE_SCHEMA.nullable(),
      after: PLACE_SCHEMA.nullable(),
      reasons: z.array(
        PLACE_SCHEMA.extend({
          judgement: z.string(),
          class: CLASS,
          field: z.string(),
          before: z.string(),
          after: z.string(),
          why: z.string(),
          next: z.string(),
          source: z.string(),
        }).strict(),
      ),
      assumptions: z.array(z.string()),
      budget: z.strictObject({ before: BUDGET.nullable(), after: BUDGET.nullable() }),
    }),
  ),
  passedOver: z.array(z.string()),
  cannotKnow: z.array(z.string()),
  errors: z.array(
    z.strictObject({ file: z.string(), line: z.int().optional(), column: z.int().optional(), problem: z.string(), remedy: z.string() }),
  ),
});

describe("json", () => {
  test("has the fields of its contract", () => {
    const { version, jobs } = SCHEMA.parse(JSON.parse(planJson(LOST)));
    expect([version, jobs[0]?.class]).toStrictEqual([1, "state-lost"]);
    expect(
      SCHEMA.parse(
        JSON.parse(planJson({ class: "unchanged", jobs: [], passedOver: [], errors: [{ file: "a", problem: "b", remedy: "c" }] })),
      ).errors,
    ).toHaveLength(1);
  });
});

describe("markdown", () => {
  test("has a table of jobs with their budgets, and each reason with what to do", () => {
    const page = planMarkdown(LOST);
    expect(page).toContain("## Change risk of jobs\n\n1 job: 1 state lost.\n");
    expect(page).toMatch(/^\| `beam\/orders` \| \*\*state lost\*\* \| `maximum parallelism` \| 10 KB → 2\.\d+ MB \|$/m);
    expect(page).toContain("\n### `beam/orders`: state lost\n");
    expect(page).toContain("**Next:** put it back");
  });

  test("fits into what is around it", () => {
    expect(planMarkdown(LOST, { heading: "###" })).toContain("#### `beam/orders`: state lost");
    const cut = planMarkdown(LOST, { mostCharacters: 600 });
    expect(cut.length).toBeLessThanOrEqual(601);
    expect(cut).toContain("This plan is cut here");
  });

  test("shows what comes from files as it is, and mentions nobody", () => {
    const page = planMarkdown(
      report(
        {},
        { fields: { "spec image": "a`|b<img src=x>\n# heading @team [x](http://e)" }, settings: { "x|`y": "@all **b**" } },
        "beam/`|@user",
      ),
    );
    expect(page.split("\n").filter((line) => line.startsWith("# "))).toStrictEqual([]);
    for (const outside of page.split("\n").map((line) => line.replaceAll(/(`+)[\s\S]*?\1/g, "")))
      expect(outside).not.toMatch(/<img|@user|@team|@all/);
  });
});

describe("text", () => {
  test("says where a value that is not known may make it worse", () => {
    const [job] = LOST.jobs;
    const reason = { ...job!.reasons[0]!, class: "not-evaluated" as const };
    const open: PlanReport = { class: "restart", jobs: [{ ...job!, class: "restart", reasons: [reason] }], passedOver: [], errors: [] };
    expect(planText(open)).toMatch(/^beam\/orders: restart at least /);
    expect(planText({ class: "unchanged", jobs: [], passedOver: [], errors: [] })).toBe(
      "There is no FlinkDeployment with a job on either side.\n",
    );
  });

  test("steers no terminal", () => {
    expect(planText(report({}, { fields: { "spec image": "a\u001b[2J" } }))).not.toContain("\u001b");
  });
});
