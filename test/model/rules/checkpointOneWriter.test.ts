import { describe, expect, test } from "vitest";
import { checkpointOneWriter as rule } from "../../../model/rules/checkpointOneWriter.ts";
import { job, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const BEAM = { checkpointingInterval: "60000" };
const CHECKPOINTING = "execution.checkpointing.";

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["no setting at all", job({})],
    ["Beam's interval alone", job(BEAM)],
    ["one interval in two notations", job(BEAM, { [`${CHECKPOINTING}interval`]: "1 min" })],
    ["one timeout in two notations", job({ ...BEAM, checkpointTimeoutMillis: "1800000" }, { [`${CHECKPOINTING}timeout`]: "30 min" })],
    ["one mode in two notations", job({ ...BEAM, checkpointingMode: "EXACTLY_ONCE" }, { [`${CHECKPOINTING}mode`]: "exactly_once" })],
    ["Flink's mode that Beam writes anyway", job(BEAM, { [`${CHECKPOINTING}mode`]: "EXACTLY_ONCE" })],
    ["one number", job({ ...BEAM, numConcurrentCheckpoints: "2" }, { [`${CHECKPOINTING}max-concurrent-checkpoints`]: 2 })],
    ["an option that is left at -1", job({ ...BEAM, checkpointTimeoutMillis: "-1" }, { [`${CHECKPOINTING}timeout`]: "1 min" })],
    [
      "no tolerable failures, which Beam does not write",
      job({ ...BEAM, tolerableCheckpointFailureNumber: "0" }, { [`${CHECKPOINTING}tolerable-failed-checkpoints`]: "3" }),
    ],
    [
      "externalized checkpoints that Beam leaves alone",
      job(
        { ...BEAM, externalizedCheckpointsEnabled: "false" },
        { [`${CHECKPOINTING}externalized-checkpoint-retention`]: "RETAIN_ON_CANCELLATION" },
      ),
    ],
    [
      "retention that both keep",
      job(
        { ...BEAM, externalizedCheckpointsEnabled: "true", retainExternalizedCheckpointsOnCancellation: "true" },
        { [`${CHECKPOINTING}externalized-checkpoint-retention`]: "retain_on_cancellation" },
      ),
    ],
    [
      "one directory with and without a slash",
      job({ stateBackendStoragePath: "s3://bucket/job/" }, { "state.checkpoints.dir": "s3://bucket/job" }),
    ],
    ["two names of a backend", job({ stateBackend: "filesystem" }, { "state.backend": "hashmap" })],
    [
      "Flink's interval and a time for idle sources",
      job({ shutdownSourcesAfterIdleMs: "9223372036854775807" }, { [`${CHECKPOINTING}interval`]: "10 s" }),
    ],
    ["Flink's concurrent checkpoints where Beam writes none", job({}, { [`${CHECKPOINTING}max-concurrent-checkpoints`]: "2" })],
    ["Flink's setting unknown where Beam has none", job({ checkpointingInterval: "10000" }, { [`${CHECKPOINTING}timeout`]: NOT_YET })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    [
      "interval",
      job(BEAM, { [`${CHECKPOINTING}interval`]: "59 s" }),
      "checkpointing interval",
      '"60000" in checkpointingInterval and "59 s" in execution.checkpointing.interval',
    ],
    [
      "timeout",
      job({ ...BEAM, checkpointTimeoutMillis: "60001" }, { [`${CHECKPOINTING}timeout`]: "1 min" }),
      "checkpoint timeout",
      '"60001" in checkpointTimeoutMillis and "1 min" in execution.checkpointing.timeout',
    ],
    [
      "timeout that is none",
      job({ ...BEAM, checkpointTimeoutMillis: "soon" }, { [`${CHECKPOINTING}timeout`]: "1 min" }),
      "checkpoint timeout",
      '"soon" in checkpointTimeoutMillis and "1 min" in execution.checkpointing.timeout',
    ],
    [
      "mode",
      job({ ...BEAM, checkpointingMode: "EXACTLY_ONCE" }, { [`${CHECKPOINTING}mode`]: "AT_LEAST_ONCE" }),
      "checkpointing mode",
      '"EXACTLY_ONCE" in checkpointingMode and "AT_LEAST_ONCE" in execution.checkpointing.mode',
    ],
    [
      "mode that Beam writes unasked",
      job(BEAM, { [`${CHECKPOINTING}mode`]: "AT_LEAST_ONCE" }),
      "checkpointing mode",
      `"EXACTLY_ONCE" in checkpointingMode (Beam's default, which it writes) and "AT_LEAST_ONCE" in execution.checkpointing.mode`,
    ],
    [
      "pause",
      job({ ...BEAM, minPauseBetweenCheckpoints: "500" }, { [`${CHECKPOINTING}min-pause`]: "1 s" }),
      "pause between checkpoints",
      '"500" in minPauseBetweenCheckpoints and "1 s" in execution.checkpointing.min-pause',
    ],
    [
      "concurrent checkpoints that Beam writes unasked",
      job(BEAM, { [`${CHECKPOINTING}max-concurrent-checkpoints`]: "2" }),
      "number of concurrent checkpoints",
      `"1" in numConcurrentCheckpoints (Beam's default, which it writes) and "2" in execution.checkpointing.max-concurrent-checkpoints`,
    ],
    [
      "unaligned under its old name",
      job({ ...BEAM, unalignedCheckpointEnabled: "false" }, { [`${CHECKPOINTING}unaligned`]: true }),
      "unaligned checkpointing",
      '"false" in unalignedCheckpointEnabled and "true" in execution.checkpointing.unaligned.enabled',
    ],
    [
      "forced unaligned that Beam writes unasked",
      job(BEAM, { [`${CHECKPOINTING}unaligned.forced`]: "true" }),
      "forced unaligned checkpointing",
      `"false" in forceUnalignedCheckpointEnabled (Beam's default, which it writes) and "true" in execution.checkpointing.unaligned.forced`,
    ],
    [
      "an option that Beam ignores without its interval",
      job({ checkpointTimeoutMillis: "60000" }, { [`${CHECKPOINTING}timeout`]: "2 min" }),
      "checkpoint timeout",
      '"60000" in checkpointTimeoutMillis and "2 min" in execution.checkpointing.timeout',
    ],
  ])("is broken by two writers of %s", (_, view, field, value) => {
    const finding = { field, value, limit: "one writer", at: { setting: expect.stringContaining(CHECKPOINTING) } };
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [finding] });
  });

  test("keeps Flink's key where its interval is in use and Beam does not read its own option", () => {
    const options = { checkpointTimeoutMillis: "60000", shutdownSourcesAfterIdleMs: "9223372036854775807" };
    const view = job(options, { [`${CHECKPOINTING}interval`]: "10 s", [`${CHECKPOINTING}timeout`]: "30 s" });
    expect(rule.evaluate(view)).toMatchObject({
      status: "violated",
      findings: [
        {
          value:
            '"60000" in checkpointTimeoutMillis (not read without checkpointingInterval) and "30 s" in execution.checkpointing.timeout',
          remedy: "set checkpoints.timeout (execution.checkpointing.timeout) and remove --checkpointTimeoutMillis",
          at: { option: "checkpointTimeoutMillis" },
        },
      ],
    });
  });

  test.each([
    [
      "failures",
      job({ ...BEAM, tolerableCheckpointFailureNumber: "2" }, { [`${CHECKPOINTING}tolerable-failed-checkpoints`]: "3" }),
      "tolerableCheckpointFailureNumber",
      "set checkpoints.tolerableFailures (execution.checkpointing.tolerable-failed-checkpoints) and remove --tolerableCheckpointFailureNumber",
    ],
    [
      "retention",
      job(
        { ...BEAM, externalizedCheckpointsEnabled: "true" },
        { [`${CHECKPOINTING}externalized-checkpoint-retention`]: "RETAIN_ON_CANCELLATION" },
      ),
      "externalizedCheckpointsEnabled",
      "set checkpoints.retainOnCancellation (execution.checkpointing.externalized-checkpoint-retention) and remove --externalizedCheckpointsEnabled",
    ],
    [
      "the directory",
      job({ stateBackendStoragePath: "s3://bucket/a" }, { [`${CHECKPOINTING}dir`]: "s3://bucket/b" }),
      "stateBackendStoragePath",
      "set storage (execution.checkpointing.dir) and remove --stateBackendStoragePath",
    ],
    [
      "the backend",
      job({ stateBackend: "rocksdb" }, { "state.backend.type": "hashmap" }),
      "stateBackend",
      "set stateBackend (state.backend.type) and remove --stateBackend",
    ],
  ])("has the option removed where Flink's configuration is the better writer: %s", (_, view, option, remedy) => {
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ at: { option }, remedy }] });
  });

  test.each([
    ["10 s", "10000"],
    ["1 min", "60000"],
  ])("is broken by Flink's interval alone, with which sources end: %s", (interval, suggestion) => {
    const value = "not set (0 where only Flink's interval is set)";
    expect(rule.evaluate(job({}, { [`${CHECKPOINTING}interval`]: interval }))).toMatchObject({
      status: "violated",
      findings: [{ field: "idle time after which sources end", value, at: { option: "checkpointingInterval" }, suggestion }],
    });
  });

  test("names the usual interval where Flink's is none", () => {
    const result = rule.evaluate(job({}, { [`${CHECKPOINTING}interval`]: "0" }));
    const [finding] = result.status === "violated" ? result.findings : [];
    expect(finding?.remedy).toContain("--checkpointingInterval=10000)");
    expect(finding?.suggestion).toBeUndefined();
  });

  test("is broken by an idle time of -1, which sets none", () => {
    const view = job({ shutdownSourcesAfterIdleMs: "-1" }, { [`${CHECKPOINTING}interval`]: "10 s" });
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ field: "idle time after which sources end" }] });
  });

  test("holds once the suggested interval is set", () => {
    expect(rule.evaluate(job({ checkpointingInterval: "10000" }, { [`${CHECKPOINTING}interval`]: "10 s" }))).toEqual({
      status: "compliant",
    });
  });

  test("reports every setting", () => {
    const view = job(
      { ...BEAM, checkpointTimeoutMillis: "1" },
      { [`${CHECKPOINTING}interval`]: "1 s", [`${CHECKPOINTING}timeout`]: "2 ms" },
    );
    const result = rule.evaluate(view);
    expect(result.status === "violated" && result.findings.map(({ field }) => field)).toEqual([
      "checkpointing interval",
      "checkpoint timeout",
    ]);
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB, ["pipeline options"]],
    [
      "an unknown argument and a Flink setting",
      job({ ...BEAM, other: NOT_YET }, { [`${CHECKPOINTING}timeout`]: "1 min" }),
      ["pipeline options"],
    ],
    [
      "an unknown argument where Beam may write a default",
      job({ other: NOT_YET }, { [`${CHECKPOINTING}unaligned.forced`]: "true" }),
      ["pipeline options"],
    ],
    ["an unknown Flink setting beside Beam's", job(BEAM, { [`${CHECKPOINTING}interval`]: NOT_YET }), ["Flink settings"]],
    ["an unknown interval of Flink alone", job({}, { [`${CHECKPOINTING}interval`]: NOT_YET }), ["Flink settings"]],
    ["an unknown configuration", job(BEAM, NOT_YET), ["Flink settings"]],
  ])("is not evaluated for %s", (_, view, fields) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields });
  });

  test("counts a certain violation in spite of an unknown", () => {
    const view = job({ ...BEAM, other: NOT_YET }, { [`${CHECKPOINTING}interval`]: "1 s", [`${CHECKPOINTING}timeout`]: "1 min" });
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ field: "checkpointing interval" }] });
  });
});
