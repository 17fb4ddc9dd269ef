import { describe, expect, test } from "vitest";
import { JOB_RULES, readJobView } from "../../model/index.ts";
import { preparePack } from "../../policies/evaluation.ts";
import { PRODUCTION } from "../../policies/packs/production.ts";
import { CASES } from "./cases.ts";

const pack = preparePack(PRODUCTION, {}, new Date("2026-11-26"));
const ids = (list: readonly { readonly rule: string }[]) => [...new Set(list.map(({ rule }) => rule))].toSorted();

describe("the rules themselves", () => {
  test.each(CASES)("say of $name what the table says", ({ manifest, breaks, notEvaluated = [] }) => {
    const evaluation = pack.job(readJobView(manifest), "beam/case");
    expect({ breaks: ids(evaluation.findings), notEvaluated: ids(evaluation.notEvaluated) }).toEqual({ breaks, notEvaluated });
  });

  test("are each broken by a case, and kept by another", () => {
    const broken = new Set(CASES.flatMap(({ breaks }) => breaks));
    expect(JOB_RULES.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
  });

  test("are asked of cases that have names of their own", () => {
    const names = CASES.map(({ manifest }) => JSON.stringify(Reflect.get(manifest, "metadata")));
    expect(new Set(names).size).toBe(CASES.length);
  });
});
