import { describe, expect, test } from "vitest";
import { checkpointExactlyOnce as rule } from "../../../model/rules/checkpointExactlyOnce.ts";
import { job, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const BEAM = { checkpointingInterval: "10000" };
const MODE = "execution.checkpointing.mode";

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["the defaults", job({})],
    ["Beam's default", job(BEAM)],
    ["Beam's option", job({ ...BEAM, checkpointingMode: "EXACTLY_ONCE" })],
    ["Flink's setting", job({}, { [MODE]: "exactly_once" })],
    ["Beam's default over Flink's setting", job(BEAM, { [MODE]: "AT_LEAST_ONCE" })],
    ["a mode that Beam does not write without its interval", job({ checkpointingMode: "AT_LEAST_ONCE" })],
    ["an unknown interval where both say the same", job({ checkpointingMode: "EXACTLY_ONCE", other: NOT_YET }, { [MODE]: "EXACTLY_ONCE" })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    ["Beam's option", job({ ...BEAM, checkpointingMode: "AT_LEAST_ONCE" }), '"AT_LEAST_ONCE"', { option: "checkpointingMode" }],
    ["Flink's setting without Beam's interval", job({}, { [MODE]: "at_least_once" }), '"AT_LEAST_ONCE"', { setting: MODE }],
    ["a mode that is none", job({ ...BEAM, checkpointingMode: "twice" }), '"TWICE"', { option: "checkpointingMode" }],
    [
      "an unknown interval where both break it",
      job({ checkpointingMode: "AT_LEAST_ONCE", other: NOT_YET }, { [MODE]: "AT_LEAST_ONCE" }),
      '"AT_LEAST_ONCE"',
      { option: "checkpointingMode" },
    ],
  ])("is broken by %s", (_, view, value, at) => {
    const written = "option" in at ? "--checkpointingMode=EXACTLY_ONCE" : `${MODE}: EXACTLY_ONCE`;
    expect(rule.evaluate(view)).toMatchObject({ findings: [{ remedy: expect.stringContaining(`(${written})`) }] });
    const finding = { field: "checkpointing mode", value, limit: "EXACTLY_ONCE", at, suggestion: "EXACTLY_ONCE" };
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [finding] });
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB],
    ["an unknown argument", job({ ...BEAM, other: NOT_YET })],
    ["an unknown Flink setting that counts", job({}, { [MODE]: NOT_YET })],
    ["an unknown interval that decides", job({ checkpointingMode: "AT_LEAST_ONCE", other: NOT_YET }, { [MODE]: "EXACTLY_ONCE" })],
  ])("is not evaluated for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields: ["checkpointing mode"] });
  });
});
