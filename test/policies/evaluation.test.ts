import { describe, expect, test } from "vitest";
import { findingMessage, readJobView } from "../../model/index.ts";
import { preparePack } from "../../policies/evaluation.ts";
import { PRODUCTION } from "../../policies/packs/production.ts";

const TODAY = new Date("2026-11-26T12:00:00Z");
const waiver = (expires: string, resource = "beam/orders") => ({ resource, owner: "team-orders", reason: "moves away", expires });

/** A pack of the one rule, so that a test sees what that says. */
const prepare = (config: object, id = "bundle-size") => {
  const jobs = PRODUCTION.jobs.filter(({ rule }) => rule.id === id);
  return preparePack({ ...PRODUCTION, jobs, buckets: [], clusters: [] }, config, TODAY);
};
const job = (...args: string[]) => readJobView({ spec: { job: { args } } });
const small = job("--maxBundleSize=5");

describe("preparePack", () => {
  test("reports what a rule finds at the pack's level, or at that of the configuration", () => {
    const [finding] = prepare({}).job(small, "beam/orders").findings;
    expect(finding).toMatchObject({ rule: "bundle-size", level: "mandatory", resource: "beam/orders", finding: { value: "5" } });
    expect(prepare({ all: "advisory" }).job(small, "r").findings).toMatchObject([{ level: "advisory" }]);
    expect(prepare({ all: "advisory", "bundle-size": "mandatory" }).job(small, "r").findings).toMatchObject([{ level: "mandatory" }]);
    expect(prepare({ "bundle-size": "disabled" }).job(small, "r").findings).toEqual([]);
  });

  test("hands parameters on, and refuses those that do not fit, even of a rule that is off", () => {
    expect(prepare({ "bundle-size": { minimum: 5 } }).job(small, "r").findings).toEqual([]);
    expect(() => prepare({ "bundle-size": { enforcementLevel: "disabled", least: 5 } })).toThrow("parameter least of rule bundle-size");
  });

  test("waives a finding until the last day, with owner and reason", () => {
    const evaluation = prepare({ "bundle-size": { waivers: [waiver("2026-12-31")] } }).job(small, "beam/orders");
    expect(evaluation.findings).toEqual([]);
    expect(evaluation.waived).toMatchObject([
      { rule: "bundle-size", owner: "team-orders", expires: "2026-12-31", finding: { value: "5" } },
    ]);
    expect(evaluation.announcements).toEqual([]);
  });

  test("waives nothing of other resources", () => {
    const pack = prepare({ "bundle-size": { waivers: [waiver("2026-12-31")] } });
    expect(pack.job(small, "beam/other").findings).toHaveLength(1);
    expect(pack.unmatchedWaivers()).toEqual(["the waiver of team-orders for bundle-size names beam/orders, which is not here"]);
    pack.job(small, "beam/orders");
    expect(pack.unmatchedWaivers()).toEqual([]);
  });

  test.each([
    ["2026-12-10", []],
    ["2026-12-09", ["the waiver of team-orders for bundle-size on beam/orders ends in 14 days (2026-12-09)"]],
    ["2026-11-26", ["the waiver of team-orders for bundle-size on beam/orders ends in 1 day (2026-11-26)"]],
  ])("announces the end of a waiver: %s", (expires, announcements) => {
    expect(prepare({ "bundle-size": { waivers: [waiver(expires)] } }).job(small, "beam/orders").announcements).toEqual(announcements);
  });

  test("announces a waiver that nothing needs", () => {
    const good = job("--maxBundleSize=10000");
    expect(prepare({ "bundle-size": { waivers: [waiver("2027-12-31")] } }).job(good, "beam/orders").announcements).toEqual([
      "the waiver of team-orders for bundle-size on beam/orders is not needed any more: remove it",
    ]);
  });

  test("takes an expired waiver for a violation, beside what it waived", () => {
    const { findings, waived } = prepare({ "bundle-size": { waivers: [waiver("2026-11-25")] } }).job(small, "beam/orders");
    expect(waived).toEqual([]);
    expect(findings.map(({ finding }) => findingMessage(finding))).toEqual([
      expect.stringContaining("bundle size is 5"),
      "the waiver of team-orders is expired on 2026-11-25; the limit is a day to come: meet the rule and remove the waiver, or renew it with a reason that still holds",
    ]);
    const good = job("--maxBundleSize=10000");
    expect(prepare({ "bundle-size": { waivers: [waiver("2026-11-25")] } }).job(good, "beam/orders").findings).toHaveLength(1);
  });

  test("says what was not evaluated, and is strict where it is told", () => {
    const unknown = readJobView({ metadata: {}, spec: { job: { args: [] } } });
    const pack = prepare({}, "checkpoint-budget");
    expect(pack.job(unknown, "orders").notEvaluated).toMatchObject([{ rule: "checkpoint-budget", level: "mandatory", resource: "orders" }]);
    expect([pack.strict, prepare({ "not-evaluated": "mandatory" }).strict, prepare({ "not-evaluated": "advisory" }).strict]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test("is strict by the level of all, and on jobs apart from infrastructure, as under the engine", () => {
    const unknown = readJobView({ metadata: {}, spec: { job: { args: [] } } });
    const strict = (config: object) =>
      prepare(config, "checkpoint-budget")
        .job(unknown, "orders")
        .notEvaluated.map((one) => one.strict);
    expect(strict({ "checkpoint-budget": "mandatory", all: "mandatory" })).toEqual([true]);
    expect(strict({ "checkpoint-budget": "mandatory", all: "mandatory", "not-evaluated": "advisory" })).toEqual([false]);
    expect(strict({ "checkpoint-budget": "mandatory", "not-evaluated-infrastructure": "mandatory" })).toEqual([false]);
  });

  test("a waiver of a rule that is off is not said to name nothing", () => {
    const config = (level: string) => ({ "bundle-size": { enforcementLevel: level, waivers: [waiver("2026-12-31")] } });
    expect(prepare(config("mandatory")).unmatchedWaivers()).toHaveLength(1);
    expect(prepare(config("disabled")).unmatchedWaivers()).toEqual([]);
  });
});
