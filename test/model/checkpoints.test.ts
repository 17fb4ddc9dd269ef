import { describe, expect, test } from "vitest";
import { type BundleSettings, CheckpointMode, type CheckpointSettings, renderCheckpointing } from "../../model/checkpoints.ts";
import { renderPipelineArguments } from "../../model/pipelineArguments.ts";
import { resolveVersions } from "../../model/versions.ts";

const CURRENT = resolveVersions({});
const FLINK_1_19 = resolveVersions({ beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" });

describe("renderCheckpointing", () => {
  test("renders the defaults: every 10 s, 1 min timeout, exactly once, bundles of 10,000 or 10 s, finished first", () => {
    expect(renderCheckpointing({}, {}, CURRENT)).toEqual({
      pipelineOptions: {
        checkpointingInterval: 10_000,
        checkpointTimeoutMillis: 60_000,
        checkpointingMode: "EXACTLY_ONCE",
        maxBundleSize: 10_000,
        maxBundleTimeMills: 10_000,
        finishBundleBeforeCheckpointing: true,
      },
      flinkConfiguration: {
        "execution.checkpointing.tolerable-failed-checkpoints": "60",
        "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
        "execution.checkpointing.num-retained": "3",
        "execution.checkpointing.incremental": "true",
      },
    });
  });

  test.each([
    ["1 s", "600"],
    ["10 s", "60"],
    ["45 s", "14"],
    ["1 min", "10"],
    ["1 h", "3"],
  ])("bears an outage of 10 min by default, and 3 failures at least: every %s, %s", (interval, failures) => {
    const { flinkConfiguration } = renderCheckpointing({ interval, timeout: "1 h" }, {}, CURRENT);
    expect(flinkConfiguration["execution.checkpointing.tolerable-failed-checkpoints"]).toBe(failures);
  });

  test("uses the old key names with Flink 1.19", () => {
    const { flinkConfiguration } = renderCheckpointing({}, {}, FLINK_1_19);
    expect(flinkConfiguration).toMatchObject({ "state.checkpoints.num-retained": "3", "state.backend.incremental": "true" });
    expect(Object.keys(flinkConfiguration)).not.toContain("execution.checkpointing.num-retained");
  });

  test("renders every setting at its one writer", () => {
    const rendered = renderCheckpointing(
      {
        interval: "30 s",
        timeout: "2 min",
        minPause: "500 ms",
        unaligned: true,
        alignedTimeout: "5 s",
        tolerableFailures: 0,
        retained: 1,
        incremental: false,
        retainOnCancellation: false,
      },
      { size: 50_000, time: "2 s", finishBeforeCheckpoint: false },
      CURRENT,
    );
    expect(rendered.pipelineOptions).toMatchObject({
      checkpointingInterval: 30_000,
      checkpointTimeoutMillis: 120_000,
      minPauseBetweenCheckpoints: 500,
      unalignedCheckpointEnabled: true,
      maxBundleSize: 50_000,
      maxBundleTimeMills: 2000,
      finishBundleBeforeCheckpointing: false,
    });
    expect(rendered.flinkConfiguration).toEqual({
      "execution.checkpointing.aligned-checkpoint-timeout": "5 s",
      "execution.checkpointing.tolerable-failed-checkpoints": "0",
      "execution.checkpointing.externalized-checkpoint-retention": "DELETE_ON_CANCELLATION",
      "execution.checkpointing.num-retained": "1",
      "execution.checkpointing.incremental": "false",
    });
  });

  test("tells the operator, which waits for savepoints, a timeout above Flink's 10 min as well", () => {
    const key = "execution.checkpointing.timeout";
    expect(renderCheckpointing({ timeout: "10 min" }, {}, CURRENT).flinkConfiguration).not.toHaveProperty([key]);
    const { pipelineOptions, flinkConfiguration } = renderCheckpointing({ timeout: "30 min" }, {}, CURRENT);
    expect([pipelineOptions.checkpointTimeoutMillis, flinkConfiguration[key]]).toEqual([1_800_000, "30 min"]);
  });

  test("leaves to Beam alone what Beam writes over Flink's configuration", () => {
    const keys = Object.keys(renderCheckpointing({ unaligned: true, minPause: "1 s" }, {}, CURRENT).flinkConfiguration);
    for (const name of [
      "interval",
      "timeout",
      "mode",
      "min-pause",
      "max-concurrent-checkpoints",
      "unaligned.enabled",
      "unaligned.forced",
    ]) {
      expect(keys).not.toContain(`execution.checkpointing.${name}`);
    }
  });

  test("renders at least once as Beam names it", () => {
    expect(renderCheckpointing({ mode: CheckpointMode.AtLeastOnce }, {}, CURRENT).pipelineOptions.checkpointingMode).toBe("AT_LEAST_ONCE");
  });

  test("takes a field that is present but undefined as left out", () => {
    expect(renderCheckpointing({ interval: undefined }, { size: undefined }, CURRENT)).toEqual(renderCheckpointing({}, {}, CURRENT));
  });

  test.each([CURRENT, FLINK_1_19])("renders options that Beam on Flink $flink takes", (versions) => {
    const { pipelineOptions } = renderCheckpointing({ unaligned: true }, {}, versions);
    expect(renderPipelineArguments({ ...pipelineOptions }, versions)).toContain("--checkpointingInterval=10000");
  });

  test.each<[CheckpointSettings, BundleSettings, string]>([
    [{ interval: "10 parsecs" }, {}, 'checkpoints.interval is "10 parsecs": must be a Flink duration'],
    [{ interval: "5 ms" }, {}, 'checkpoints.interval is "5 ms": must be whole milliseconds, at least 10 ms'],
    [{ interval: "10500 micros" }, {}, "must be whole milliseconds"],
    [{ timeout: "5 s" }, {}, 'checkpoints.timeout is "5 s": must not be shorter than checkpoints.interval (10 s)'],
    [
      { interval: "2 min" },
      {},
      'checkpoints.interval is "2 min": must not be longer than checkpoints.timeout, which is 1 min by default. Set both, with a timeout of at least 2 min',
    ],
    [
      { interval: "2 min", timeout: undefined },
      {},
      'checkpoints.interval is "2 min": must not be longer than checkpoints.timeout, which is 1 min by default',
    ],
    [{ interval: "2 min", timeout: "1 min" }, {}, 'checkpoints.timeout is "1 min": must not be shorter than checkpoints.interval (2 min)'],
    [{ unaligned: true, mode: CheckpointMode.AtLeastOnce }, {}, "checkpoints.unaligned is true: needs checkpoints.mode exactly-once"],
    [{ alignedTimeout: "1 s" }, {}, 'checkpoints.alignedTimeout is "1 s": needs checkpoints.unaligned true'],
    [{ retained: 0 }, {}, "checkpoints.retained is 0: must be a whole number above 0"],
    [{ tolerableFailures: -1 }, {}, "checkpoints.tolerableFailures is -1: must be a whole number, 0 or more"],
    [{}, { size: 0.5 }, "bundles.size is 0.5: must be a whole number above 0"],
    [{}, { time: "0 s" }, 'bundles.time is "0 s": must be whole milliseconds, at least 1 ms'],
  ])("refuses %j with %j", (checkpoints, bundles, message) => {
    expect(() => renderCheckpointing(checkpoints, bundles, CURRENT)).toThrow(message);
  });

  test("refuses a mode that the type checker did not see", () => {
    const settings: CheckpointSettings = { ...JSON.parse('{"mode":"EXACTLY_ONCE"}') };
    expect(() => renderCheckpointing(settings, {}, CURRENT)).toThrow(
      'checkpoints.mode is "EXACTLY_ONCE": must be exactly-once or at-least-once',
    );
  });
});
