import { describe, expect, test } from "vitest";
import { checkpointRetained as rule } from "../../../model/rules/checkpointRetained.ts";
import { job, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const BEAM = { checkpointingInterval: "10000" };
const EXTERNALIZED = { ...BEAM, externalizedCheckpointsEnabled: "true" };
const OPTION = "retainExternalizedCheckpointsOnCancellation";
const SETTING = "execution.checkpointing.externalized-checkpoint-retention";

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["the operator's default", job(BEAM)],
    ["Flink's setting", job(BEAM, { [SETTING]: "retain_on_cancellation" })],
    ["Beam's two options", job({ ...EXTERNALIZED, [OPTION]: "true" }, { [SETTING]: "DELETE_ON_CANCELLATION" })],
    ["an option that Beam does not read without its interval", job({ externalizedCheckpointsEnabled: "true" })],
    ["options that write nothing", job({ ...BEAM, externalizedCheckpointsEnabled: "false", [OPTION]: "false" })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    [
      "Flink's setting",
      job(BEAM, { [SETTING]: "DELETE_ON_CANCELLATION" }),
      '"DELETE_ON_CANCELLATION"',
      { setting: SETTING },
      "RETAIN_ON_CANCELLATION",
    ],
    [
      "no externalized checkpoints",
      job({}, { [SETTING]: "NO_EXTERNALIZED_CHECKPOINTS" }),
      '"NO_EXTERNALIZED_CHECKPOINTS"',
      { setting: SETTING },
      "RETAIN_ON_CANCELLATION",
    ],
    [
      "Beam's first option alone",
      job(EXTERNALIZED),
      "DELETE_ON_CANCELLATION (externalizedCheckpointsEnabled alone)",
      { option: OPTION },
      "true",
    ],
    [
      "Beam's first option over Flink's setting",
      job({ ...EXTERNALIZED, [OPTION]: "false" }, { [SETTING]: "RETAIN_ON_CANCELLATION" }),
      "DELETE_ON_CANCELLATION (externalizedCheckpointsEnabled alone)",
      { option: OPTION },
      "true",
    ],
  ])("is broken by %s", (_, view, value, at, suggestion) => {
    const finding = { field: "retention of checkpoints", value, limit: "RETAIN_ON_CANCELLATION", at, suggestion };
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [finding] });
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB],
    ["an unknown argument", job({ ...BEAM, other: NOT_YET })],
    ["an unknown second option", job({ ...EXTERNALIZED, other: NOT_YET })],
    ["an unknown Flink setting", job(BEAM, { [SETTING]: NOT_YET })],
  ])("is not evaluated for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields: ["retention of checkpoints"] });
  });
});
