import { describe, expect, test } from "vitest";
import { checkpointUnaligned as rule } from "../../../model/rules/checkpointUnaligned.ts";
import { job, jobFrom, jobWith, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const BEAM = { checkpointingInterval: "10000" };
const ON = { ...BEAM, unalignedCheckpointEnabled: "true" };
const UNALIGNED = "execution.checkpointing.unaligned.enabled";
const annotations = { "beam-flink/beam-version": "2.77.0" };
const VERSION = "Beam version (annotation beam-flink/beam-version)";

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["aligned checkpoints of whatever Beam", job(BEAM)],
    [
      "aligned checkpoints of an old Beam",
      jobWith({ options: { ...BEAM, numConcurrentCheckpoints: "3" }, annotations: { "beam-flink/beam-version": "2.52.0" } }),
    ],
    ["unaligned ones of a new Beam", jobWith({ options: ON, annotations })],
    ["the first Beam with new sources", jobWith({ options: ON, annotations: { "beam-flink/beam-version": "2.53.0" } })],
    ["Flink's setting", jobWith({ options: BEAM, settings: { [UNALIGNED]: "true" }, annotations })],
    ["a pre-release", jobWith({ options: ON, annotations: { "beam-flink/beam-version": "2.78.0-SNAPSHOT" } })],
    [
      "the classic runner",
      jobWith({ options: { ...ON, runner: "FlinkRunner", experiments: "use_deprecated_read,beam_fn_api_extra" }, annotations }),
    ],
    [
      "Flink's concurrent checkpoints, which Beam overwrites",
      jobWith({ options: ON, settings: { "execution.checkpointing.max-concurrent-checkpoints": "2" }, annotations }),
    ],
    ["an option that Beam does not read without its interval", job({ unalignedCheckpointEnabled: "true" })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    [
      "two checkpoints at once",
      jobWith({ options: { ...ON, numConcurrentCheckpoints: "2" }, annotations }),
      "number of concurrent checkpoints",
      "2",
      { option: "numConcurrentCheckpoints" },
      "1",
    ],
    [
      "two checkpoints at once by Flink's settings",
      jobWith({
        settings: { "execution.checkpointing.unaligned": true, "execution.checkpointing.max-concurrent-checkpoints": 2 },
        annotations,
      }),
      "number of concurrent checkpoints",
      "2",
      { setting: "execution.checkpointing.max-concurrent-checkpoints" },
      "1",
    ],
    [
      "at least once",
      jobWith({ options: { ...ON, checkpointingMode: "AT_LEAST_ONCE" }, annotations }),
      "checkpointing mode",
      '"AT_LEAST_ONCE"',
      { option: "checkpointingMode" },
      "EXACTLY_ONCE",
    ],
    [
      "old sources",
      jobWith({ options: ON, annotations: { "beam-flink/beam-version": "2.52.0" } }),
      "unaligned checkpointing",
      "on with Beam 2.52, whose sources delay barriers",
      { option: "unalignedCheckpointEnabled" },
      "false",
    ],
    [
      "old sources with Flink's setting",
      jobWith({ settings: { [UNALIGNED]: "true" }, annotations: { "beam-flink/beam-version": "2.52" } }),
      "unaligned checkpointing",
      "on with Beam 2.52, whose sources delay barriers",
      { setting: UNALIGNED },
      "false",
    ],
    [
      "the portable runner",
      jobWith({ options: { ...ON, runner: "PortableRunner" }, annotations }),
      "unaligned checkpointing",
      "on with the portable runner, whose sources delay barriers",
      { option: "unalignedCheckpointEnabled" },
      "false",
    ],
    [
      "the portable runner by class name",
      jobWith({ options: { ...ON, runner: "org.apache.beam.runners.portability.PortableRunner" }, annotations }),
      "unaligned checkpointing",
      "on with the portable runner, whose sources delay barriers",
      { option: "unalignedCheckpointEnabled" },
      "false",
    ],
    [
      "a portable pipeline in a jar",
      jobWith({ options: ON, job: { entryClass: "org.apache.beam.runners.flink.FlinkPipelineRunner" }, annotations }),
      "unaligned checkpointing",
      "on with the portable runner, whose sources delay barriers",
      { option: "unalignedCheckpointEnabled" },
      "false",
    ],
    [
      "a portable pipeline with a driver, by Flink's setting",
      jobWith({
        job: { entryClass: "org.apache.beam.runners.flink.FlinkPortableClientEntryPoint" },
        settings: { [UNALIGNED]: "true" },
        annotations,
      }),
      "unaligned checkpointing",
      "on with the portable runner, whose sources delay barriers",
      { setting: UNALIGNED },
      "false",
    ],
    [
      "a portable pipeline by its experiment",
      jobWith({ options: { ...ON, experiments: "use_sdf_read,beam_fn_api" }, annotations }),
      "unaligned checkpointing",
      "on with the portable runner, whose sources delay barriers",
      { option: "unalignedCheckpointEnabled" },
      "false",
    ],
  ])("is broken by %s", (_, view, field, value, at, suggestion) => {
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ field, value, at, suggestion }] });
  });

  test("reports everything that is wrong", () => {
    const options = { ...ON, numConcurrentCheckpoints: "2", checkpointingMode: "AT_LEAST_ONCE", runner: "PortableRunner" };
    const result = rule.evaluate(jobWith({ options, annotations: { "beam-flink/beam-version": "2.50.0" } }));
    expect(result.status === "violated" && result.findings).toHaveLength(4);
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB, ["unaligned checkpointing"]],
    ["a missing Beam version", job(ON), [VERSION]],
    ["a Beam version that is none", jobWith({ options: ON, annotations: { "beam-flink/beam-version": "latest" } }), [VERSION]],
    ["an unknown Flink setting", job(BEAM, { [UNALIGNED]: NOT_YET }), ["unaligned checkpointing"]],
    [
      "an unknown argument",
      jobWith({ options: { ...ON, other: NOT_YET }, annotations }),
      ["number of concurrent checkpoints", "checkpointing mode", "runner"],
    ],
  ])("is not evaluated for %s", (_, view, fields) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields });
  });

  test("takes Flink's setting for certain, since no option of Beam switches it off", () => {
    const view = job({ ...BEAM, numConcurrentCheckpoints: "2", other: NOT_YET }, { [UNALIGNED]: "true" });
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ value: "2" }] });
  });

  test.each([
    [
      { [UNALIGNED]: "true", "execution.checkpointing.max-concurrent-checkpoints": "2" },
      "execution.checkpointing.max-concurrent-checkpoints: 1",
    ],
    [{ [UNALIGNED]: "true", "execution.checkpointing.mode": "AT_LEAST_ONCE" }, "execution.checkpointing.mode: EXACTLY_ONCE"],
  ])("names Flink's setting where Beam would not read its option: %j", (settings, written) => {
    expect(rule.evaluate(jobWith({ settings, annotations }))).toMatchObject({
      findings: [{ remedy: expect.stringContaining(`(${written})`) }],
    });
  });

  test("names Flink's setting where Beam's option would not switch it off", () => {
    const view = jobWith({ options: BEAM, settings: { [UNALIGNED]: "true" }, annotations: { "beam-flink/beam-version": "2.52" } });
    expect(rule.evaluate(view)).toMatchObject({ findings: [{ remedy: expect.stringContaining(`(${UNALIGNED}: false)`) }] });
  });

  test("does not take an unknown main class for a classic one", () => {
    const view = jobFrom({
      metadata: { annotations },
      spec: { job: { entryClass: NOT_YET, args: Object.entries(ON).map(([name, value]) => `--${name}=${value}`) } },
    });
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields: ["runner"] });
  });

  test("counts a certain violation without the Beam version", () => {
    expect(rule.evaluate(job({ ...ON, numConcurrentCheckpoints: "2" }))).toMatchObject({ status: "violated", findings: [{ value: "2" }] });
  });
});
