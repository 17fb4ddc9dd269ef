/**
 * How a job of the corpus keeps or breaks each of the five rules. What a variant is listed under is the truth the tools are held to; it
 * is written down here and not computed, so a tool cannot be right by sharing its own mistake. All options are `--name=value` and all
 * settings flat: what every tool can be told to read. Nested settings, `--name value` and flags are for the rules' own tests.
 */
import type { Random } from "./random.ts";

/** The rules that every tool of the comparison can express exactly. */
export const CORPUS_RULES = ["checkpoint-interval", "checkpoint-timeout", "checkpoint-storage", "finish-bundle", "options-size"] as const;
export type CorpusRule = (typeof CORPUS_RULES)[number];

/** What a job sets: pipeline options and Flink settings by name. */
export interface Settings {
  readonly options?: Readonly<Record<string, string>>;
  readonly configuration?: Readonly<Record<string, string | number>>;
}

type Variants = readonly [Settings, ...Settings[]];

const INTERVAL = "execution.checkpointing.interval";
const TIMEOUT = "execution.checkpointing.timeout";

const beam = (checkpointingInterval: string, checkpointTimeoutMillis?: string, timeout?: string | number): Settings => ({
  options: { checkpointingInterval, ...(checkpointTimeoutMillis === undefined ? {} : { checkpointTimeoutMillis }) },
  configuration: timeout === undefined ? {} : { [TIMEOUT]: timeout },
});
const flink = (interval?: string | number, timeout?: string | number, options: Readonly<Record<string, string>> = {}): Settings => ({
  options,
  configuration: { ...(interval === undefined ? {} : { [INTERVAL]: interval }), ...(timeout === undefined ? {} : { [TIMEOUT]: timeout }) },
});

/** Interval from 1 s to 60 s; timeout set, 60 s at most and not under the interval. A rule that is not named is kept. */
const TIMES: Readonly<Record<"kept" | "interval" | "timeout" | "both", Variants>> = {
  kept: [
    beam("10000", "30000"),
    beam("1000", "20000"),
    beam("60000", "60000"),
    beam("20000", undefined, "60 secs"),
    flink("10 s", "30 s"),
    flink("1 minute", 60_000),
    flink("45sec", "1min"),
    flink(1000, "20000 milliseconds"),
    // Beam's timeout counts only with Beam's interval, and -1 is none.
    flink("20s", "1 M", { checkpointingInterval: "-1", checkpointTimeoutMillis: "600000" }),
  ],
  interval: [
    beam("999", "20000"),
    beam("soon", "30000"),
    flink(undefined, "50 s"),
    flink("10 weeks", "30 s"),
    flink(500, "20 s"),
    flink(undefined, "30 s", { checkpointingInterval: "-1" }),
  ],
  timeout: [
    beam("10000"),
    beam("30000", "29999"),
    beam("60000", "60001"),
    flink("10 s", "10 min"),
    flink("1 minute", "59 s"),
    flink("10 s", undefined, { checkpointTimeoutMillis: "30000" }),
    flink("10 s", "in 30 s"),
  ],
  both: [flink(), beam("300000", "600000"), flink("2 h", "10 min"), flink("61 s"), beam("0", "61000")],
};

const beamDirectory = (stateBackendStoragePath: string, flinkDirectory: string): Settings => ({
  options: { stateBackend: "rocksdb", stateBackendStoragePath },
  configuration: { "state.checkpoints.dir": flinkDirectory },
});

/** A checkpoint directory whose scheme is s3, s3a or gs. */
const STORAGE: Readonly<Record<"kept" | "broken", Variants>> = {
  kept: [
    { configuration: { "execution.checkpointing.dir": "s3://streaming-state/checkpoints" } },
    { configuration: { "state.checkpoints.dir": "gs://streaming-state/checkpoints" } },
    { configuration: { "state.checkpoints.dir": "S3A://streaming-state/checkpoints" } },
    { configuration: { "execution.checkpointing.dir": "s3://streaming-state/a", "state.checkpoints.dir": "file:///tmp/checkpoints" } },
    beamDirectory("s3a://streaming-state/b", "file:///mnt/state"),
    // Beam's directory counts only with Beam's state backend.
    { options: { stateBackendStoragePath: "file:///mnt/state" }, configuration: { "state.checkpoints.dir": "s3://streaming-state/c" } },
  ],
  broken: [
    {},
    { configuration: { "execution.checkpointing.dir": "file:///mnt/checkpoints" } },
    { configuration: { "state.checkpoints.dir": "hdfs://namenode:8020/checkpoints" } },
    { configuration: { "execution.checkpointing.dir": "s3:/streaming-state/checkpoints" } },
    { configuration: { "execution.checkpointing.dir": "s3:///checkpoints" } },
    { configuration: { "execution.checkpointing.storage": "JobManager", "execution.checkpointing.dir": "s3://streaming-state/d" } },
    beamDirectory("file:///mnt/state", "s3://streaming-state/e"),
    { options: { stateBackendStoragePath: "s3://streaming-state/f" } },
  ],
};

const finish = (value: string): Settings => ({ options: { finishBundleBeforeCheckpointing: value } });

/** finishBundleBeforeCheckpointing is true. */
const FINISH: Readonly<Record<"kept" | "broken", Variants>> = {
  kept: [finish("true"), finish("true"), finish("TRUE")],
  broken: [{}, finish("false"), finish("0"), finish("")],
};

/** Settings that break `broken` and keep the other rules, but for the size of the options. */
export function settingsOf(broken: ReadonlySet<CorpusRule>, random: Random): Required<Settings> {
  const [interval, timeout] = [broken.has("checkpoint-interval"), broken.has("checkpoint-timeout")];
  const times = interval && timeout ? "both" : interval ? "interval" : timeout ? "timeout" : "kept";
  const chosen = [
    random.pick(TIMES[times]),
    random.pick(STORAGE[broken.has("checkpoint-storage") ? "broken" : "kept"]),
    random.pick(FINISH[broken.has("finish-bundle") ? "broken" : "kept"]),
  ];
  return {
    options: Object.assign({}, ...chosen.map(({ options }) => options)),
    configuration: Object.assign({}, ...chosen.map(({ configuration }) => configuration)),
  };
}
