/**
 * Recording rules: Flink's many series as few series for each job (`beam_job:`) or each task of a job (`beam_task:`), in the units of
 * Prometheus: bytes, seconds, ratios. A job is known by the labels `namespace` and `job_name`.
 */
import { secondsOfBacklog } from "./backlogSeconds.ts";
import { FLINK_METRICS, type FlinkMetric, selectorOf } from "./flinkMetrics.ts";

/** A job that monitoring knows of before it is seen. */
export interface MonitoredJob {
  /** Name of its FlinkDeployment. */
  readonly jobName: string;
  /** Namespace of its FlinkDeployment. */
  readonly namespace: string;
  /**
   * Independent pipelines in the job: `workload.pipelines` of BeamJob.
   * @default 1
   */
  readonly pipelines?: number;
}

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly meaning: string;
  /** Why a healthy job may have none. Undefined where every job has it. */
  readonly mayBeAbsent?: string;
}

/** What the rules are made for. */
export interface RecordingSettings {
  /** Jobs that are declared; any other is recorded as well. */
  readonly jobs: readonly MonitoredJob[];
  /** Namespaces of the jobs. Those of others, which the same Prometheus may scrape, have rules of their own. */
  readonly jobNamespaces: readonly string[];
  /** Bytes that count as no backlog. */
  readonly backlogFloor: number;
}

/** Window of rates: four scrapes at the longest interval. */
const RATE_WINDOW = "2m";

const job = (aggregate: string, inner: string) => `${aggregate} by (namespace, job_name) (${inner})`;
const task = (aggregate: string, inner: string) => `${aggregate} by (namespace, job_name, task_name) (${inner})`;
const M = FLINK_METRICS;

/** The job of a process's metric, which has no `job_name`: the pod's label `app` is its name. */
const byApp = (expr: string) => `max by (namespace, job_name) (label_replace(${expr}, "job_name", "$1", "app", "(.+)"))`;

/** A source's subtask, of which several metrics tell. */
const SUBTASK = "on (namespace, job_name, operator_id, subtask_index)";

/** Selects the jobs of these namespaces. */
export const ofNamespaces = (names: readonly string[]): string => `namespace=~"${names.join("|")}"`;

/** The same for every job, in an order in which each finds those that it reads. */
function rulesOf({ jobNamespaces, backlogFloor }: RecordingSettings): readonly RecordingRule[] {
  const own = ofNamespaces(jobNamespaces);
  const flink = (metric: FlinkMetric, labels = "") => selectorOf(metric, labels === "" ? own : `${own}, ${labels}`);
  const recorded = (name: string) => `${name}{${own}}`;
  const rate = (metric: FlinkMetric, labels = "") => `rate(${flink(metric, labels)}[${RATE_WINDOW}])`;
  /** Whole events: `increase` extrapolates to the ends of its window. */
  const counted = (counter: FlinkMetric, window: string) => `round(${job("sum", `increase(${flink(counter)}[${window}])`)})`;
  const pending = flink(M.pendingBytes);
  const elements = `${flink(M.splitBacklogElements)} >= 0`;
  return [
    {
      record: "beam_job:running",
      expr: `${job("max", `${flink(M.running)} > bool 0`)} or ${byApp(`${flink(M.jobs)} == 0`)} or ${recorded("beam_job:pipelines")} * 0`,
      unit: "1 or 0",
      meaning: "the job runs; 0 also where its JobManager has no job, and where a declared job is not seen at all",
    },
    {
      record: "beam_job:parallelism",
      expr: job("max", `count by (namespace, job_name, task_id) (${flink(M.recordsIn)})`),
      unit: "subtasks",
      meaning: "subtasks of the widest task",
    },
    {
      record: "beam_job:subtasks",
      expr: job("count", flink(M.recordsIn)),
      unit: "subtasks",
      meaning: "subtasks of all tasks, each of which may be scaled by itself",
    },
    {
      record: "beam_job:restarts:increase15m",
      expr: counted(M.restarts, "15m"),
      unit: "restarts",
      meaning: "restarts in 15 minutes, rescalings included",
    },
    {
      record: "beam_job:backlog_bytes",
      expr: `${job("sum", `${pending} >= 0`)} or ${job("sum", `${flink(M.splitBacklogBytes)} >= 0`)}`,
      unit: "B",
      meaning: "bytes that the sources have not read yet",
      mayBeAbsent: "a source that cannot tell its backlog reports none",
    },
    {
      record: "beam_job:backlog_elements",
      // The gauge of a split keeps its last value when nothing comes any more, so it counts while its subtask has bytes to read; where
      // that is unknown it counts always.
      expr: [
        job("sum", `${elements} and ${SUBTASK} ${pending} > 0 or ${elements} unless ${SUBTASK} ${pending} >= 0`),
        `${job("sum", elements)} * 0`,
      ].join(" or "),
      unit: "elements",
      meaning: "elements that the sources have not read yet",
      mayBeAbsent: "only sources with Beam's own gauges count elements, such as KafkaIO",
    },
    {
      record: "beam_job:backlog_seconds",
      expr: secondsOfBacklog(recorded("beam_job:backlog_bytes"), job("sum", rate(M.bytesRead)), backlogFloor),
      unit: "s",
      meaning: "time that reading the backlog takes at the present rate; 0 under `thresholds.backlogFloor`",
      mayBeAbsent: "only sources with Beam's own counters count the bytes that they read, such as KafkaIO",
    },
    {
      record: "beam_job:checkpoint_bytes",
      expr: job("max", `${flink(M.checkpointBytes)} >= 0`),
      unit: "B",
      meaning: "bytes that the last checkpoint wrote",
    },
    {
      record: "beam_job:checkpoint_full_bytes",
      expr: job("max", `${flink(M.checkpointFullBytes)} >= 0`),
      unit: "B",
      meaning: "bytes that the last checkpoint refers to: more than it wrote where checkpoints are incremental",
    },
    {
      record: "beam_job:checkpoint_bytes_per_pipeline",
      expr: `${recorded("beam_job:checkpoint_bytes")} / ${recorded("beam_job:pipelines")} or ${recorded("beam_job:checkpoint_bytes")}`,
      unit: "B",
      meaning: "bytes of the last checkpoint over the pipelines that are declared, or all of them",
    },
    {
      record: "beam_job:checkpoint_seconds",
      expr: `${job("max", `${flink(M.checkpointDuration)} >= 0`)} / 1000`,
      unit: "s",
      meaning: "time that the last checkpoint took, which is that of each of the job's pipelines",
    },
    {
      record: "beam_job:checkpoints_completed:increase2m",
      expr: counted(M.checkpointsCompleted, "2m"),
      unit: "checkpoints",
      meaning: "checkpoints completed in 2 minutes",
    },
    {
      record: "beam_job:checkpoints_failed:increase10m",
      expr: counted(M.checkpointsFailed, "10m"),
      unit: "checkpoints",
      meaning: "checkpoints that failed or timed out in 10 minutes",
    },
    {
      record: "beam_task:busy_ratio",
      expr: `${task("max", `${flink(M.busy)} >= 0`)} / 1000`,
      unit: "0 to 1",
      meaning: "share of time that the busiest subtask works",
    },
    {
      record: "beam_task:backpressured_ratio",
      expr: `${task("max", `${flink(M.backPressured)} >= 0`)} / 1000`,
      unit: "0 to 1",
      meaning: "share of time that the subtask held back most waits for the tasks after it",
    },
    { record: "beam_job:busy_ratio", expr: job("max", recorded("beam_task:busy_ratio")), unit: "0 to 1", meaning: "of the busiest task" },
    {
      record: "beam_job:backpressured_ratio",
      expr: job("max", recorded("beam_task:backpressured_ratio")),
      unit: "0 to 1",
      meaning: "of the task held back most",
    },
    {
      record: "beam_job:records_read:rate2m",
      expr: job("sum", rate(M.operatorRecordsIn, 'operator_name=~"Source:.*"')),
      unit: "elements/s",
      meaning: "elements that the sources read",
    },
    {
      record: "beam_task:records_in:rate2m",
      expr: task("sum", rate(M.recordsIn)),
      unit: "records/s",
      meaning: "records that a task gets from others; of a source none",
    },
    {
      record: "beam_task:records_out:rate2m",
      expr: task("sum", rate(M.recordsOut)),
      unit: "records/s",
      meaning: "records that a task sends to others; of the last task none",
    },
  ];
}

/** How the pipelines of declared jobs are known to the rules: Flink's metrics do not tell them. */
export const PIPELINES_RULE: Omit<RecordingRule, "expr"> = {
  record: "beam_job:pipelines",
  unit: "pipelines",
  meaning: "pipelines of a job that the arguments declare",
  mayBeAbsent: "a job that the arguments do not declare has none",
};

/** All of them, for the jobs that are declared and any other of the namespaces. */
export function recordingRules(settings: RecordingSettings): readonly RecordingRule[] {
  const declared = settings.jobs.map(({ jobName, namespace, pipelines = 1 }) => ({
    ...PIPELINES_RULE,
    expr: `vector(${pipelines})`,
    labels: { namespace, job_name: jobName },
  }));
  return [...declared, ...rulesOf(settings)];
}
