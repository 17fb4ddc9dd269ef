/** All gates say the same of the same jobs: the rules themselves, the policy pack, the check of files, and the API server. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expressibleRules } from "../../model/admission/index.ts";
import { findingMessage, readJobView } from "../../model/index.ts";
import { preparePack } from "../../policies/evaluation.ts";
import { PRODUCTION } from "../../policies/packs/production.ts";
import { type AdmissionGate, openAdmissionGate } from "./admissionGate.ts";
import { CASES } from "./cases.ts";
import { type Answer, check, type Gate, policyPack } from "./gates.ts";

const pack = preparePack(PRODUCTION, {}, new Date());

/** What the rules say, as a gate says it. */
function expected(manifest: object): Answer {
  const { findings, notEvaluated } = pack.job(readJobView(manifest), "beam/case");
  return {
    findings: findings.map(({ rule, finding }) => `${rule}: ${findingMessage(finding)}`).toSorted(),
    notEvaluated: notEvaluated.map(({ rule }) => rule).toSorted(),
  };
}

const manifests = new Map(CASES.map(({ manifest }) => [String(Reflect.get(Reflect.get(manifest, "metadata"), "name")), manifest]));
const rows = [...manifests].map(([name, manifest]) => ({ name, manifest }));

describe.each<[string, Gate]>([
  ["the policy pack", policyPack],
  ["the check of files", check],
])("%s", (_, gate) => {
  let answers: ReadonlyMap<string, Answer>;
  beforeAll(async () => {
    answers = await gate(manifests);
  });

  test.each(rows)("says of $name what the rules say", ({ name, manifest }) => {
    expect(answers.get(name)).toEqual(expected(manifest));
  });
});

describe("the API server", () => {
  let gate: AdmissionGate;
  beforeAll(async () => {
    gate = await openAdmissionGate();
  });
  afterAll(() => gate?.stop());

  test.each(rows)("says of $name what the rules say that it can hold", async ({ manifest }) => {
    const { findings } = expected(manifest);
    const own = findings.filter((finding) => expressibleRules.some((rule) => finding.startsWith(`${rule}: `)));
    expect(await gate.ask(manifest)).toEqual(own.map((finding) => finding.slice(finding.indexOf(": ") + 2)).toSorted());
  });
});
