/** What the dashboard shows: rows of panels with their queries. `$namespace` and `$job` are the dashboard's variables. */
import { FLINK_METRICS } from "./flinkMetrics.ts";

/** A line of a panel. */
export interface PanelQuery {
  readonly expr: string;
  /** Name of the line, with labels as `{{label}}`. */
  readonly legend: string;
  /** Why a healthy job may have no data. Undefined where every job has some. */
  readonly mayBeEmpty?: string;
}

export interface Panel {
  readonly title: string;
  /** What it means, in a sentence. */
  readonly description: string;
  readonly kind: "timeseries" | "stat" | "table";
  /** Unit by Grafana's id. */
  readonly unit: "bytes" | "s" | "percentunit" | "short" | "cps";
  /** Width of 24. */
  readonly width: number;
  readonly queries: readonly PanelQuery[];
}

export interface PanelRow {
  readonly title: string;
  readonly panels: readonly Panel[];
}

const M = FLINK_METRICS;
const OF_JOB = 'namespace=~"$namespace", job_name=~"$job"';
/** Figures of a process have no `job_name`. */
const OF_POD = 'namespace=~"$namespace", app=~"$job"';
const recorded = (name: string) => `${name}{${OF_JOB}}`;
const JOB = "{{namespace}}/{{job_name}}";
const TASK = "{{job_name}}: {{task_name}}";

const jobLine = (name: string, legend = JOB, mayBeEmpty?: string): PanelQuery => ({
  expr: recorded(name),
  legend,
  ...(mayBeEmpty === undefined ? {} : { mayBeEmpty }),
});
const taskLine = (name: string): PanelQuery => ({ expr: recorded(name), legend: TASK });
const podLine = (expr: string): PanelQuery => ({ expr, legend: "{{pod}}" });

const BEAM_SOURCES = "only sources with Beam's own gauges and counters report it, such as KafkaIO";

export const DASHBOARD_ROWS: readonly PanelRow[] = [
  {
    title: "Jobs",
    panels: [
      {
        title: "Running",
        description: "1 while the job runs.",
        kind: "stat",
        unit: "short",
        width: 4,
        queries: [jobLine("beam_job:running")],
      },
      {
        title: "Parallelism",
        description: "Subtasks of the widest task.",
        kind: "timeseries",
        unit: "short",
        width: 6,
        queries: [jobLine("beam_job:parallelism")],
      },
      {
        title: "Restarts in 15 minutes",
        description: "Rescalings count.",
        kind: "timeseries",
        unit: "short",
        width: 6,
        queries: [jobLine("beam_job:restarts:increase15m")],
      },
      {
        title: "Alerts",
        description: "Alerts of beam-flink that are pending or fire.",
        kind: "table",
        unit: "short",
        width: 8,
        queries: [
          {
            expr: `ALERTS{alertname=~"Beam.+", ${OF_JOB}}`,
            legend: "{{alertname}} {{alertstate}}",
            mayBeEmpty: "no alert is pending or fires",
          },
        ],
      },
    ],
  },
  {
    title: "Backlog",
    panels: [
      {
        title: "Backlog in bytes",
        description: "Bytes that the sources have not read yet.",
        kind: "timeseries",
        unit: "bytes",
        width: 8,
        queries: [jobLine("beam_job:backlog_bytes", JOB, "a source that cannot tell its backlog reports none")],
      },
      {
        title: "Backlog in elements",
        description: "Elements that the sources have not read yet.",
        kind: "timeseries",
        unit: "short",
        width: 8,
        queries: [jobLine("beam_job:backlog_elements", JOB, BEAM_SOURCES)],
      },
      {
        title: "Backlog in seconds",
        description: "Time that reading the backlog takes at the present rate.",
        kind: "timeseries",
        unit: "s",
        width: 8,
        queries: [jobLine("beam_job:backlog_seconds", JOB, BEAM_SOURCES)],
      },
    ],
  },
  {
    title: "Checkpoints",
    panels: [
      {
        title: "Size",
        description: "Bytes that the last checkpoint wrote, and all that it refers to.",
        kind: "timeseries",
        unit: "bytes",
        width: 6,
        queries: [jobLine("beam_job:checkpoint_bytes", `${JOB} written`), jobLine("beam_job:checkpoint_full_bytes", `${JOB} referred to`)],
      },
      {
        title: "Size per pipeline",
        description: "Bytes written over the declared pipelines.",
        kind: "timeseries",
        unit: "bytes",
        width: 6,
        queries: [jobLine("beam_job:checkpoint_bytes_per_pipeline")],
      },
      {
        title: "Duration",
        description: "Time that the last checkpoint took.",
        kind: "timeseries",
        unit: "s",
        width: 6,
        queries: [jobLine("beam_job:checkpoint_seconds")],
      },
      {
        title: "Completed and failed",
        description: "Completed in 2 minutes, failed in 10.",
        kind: "timeseries",
        unit: "short",
        width: 6,
        queries: [
          jobLine("beam_job:checkpoints_completed:increase2m", `${JOB} completed`),
          jobLine("beam_job:checkpoints_failed:increase10m", `${JOB} failed`),
        ],
      },
    ],
  },
  {
    title: "Tasks",
    panels: [
      {
        title: "Busy",
        description: "Share of time that the busiest subtask of a task works.",
        kind: "timeseries",
        unit: "percentunit",
        width: 12,
        queries: [taskLine("beam_task:busy_ratio")],
      },
      {
        title: "Back-pressured",
        description: "Share of time that a task waits for those after it.",
        kind: "timeseries",
        unit: "percentunit",
        width: 12,
        queries: [taskLine("beam_task:backpressured_ratio")],
      },
      {
        title: "Elements read",
        description: "Elements a second that the sources read.",
        kind: "timeseries",
        unit: "cps",
        width: 8,
        queries: [jobLine("beam_job:records_read:rate2m")],
      },
      {
        title: "Records in",
        description: "Records a second that a task gets from others.",
        kind: "timeseries",
        unit: "cps",
        width: 8,
        queries: [taskLine("beam_task:records_in:rate2m")],
      },
      {
        title: "Records out",
        description: "Records a second that a task sends to others.",
        kind: "timeseries",
        unit: "cps",
        width: 8,
        queries: [taskLine("beam_task:records_out:rate2m")],
      },
    ],
  },
  {
    title: "TaskManagers",
    panels: [
      {
        title: "CPU",
        description: "CPUs in use, by pod.",
        kind: "timeseries",
        unit: "short",
        width: 8,
        queries: [podLine(`rate(${M.cpuTime.name}{${OF_POD}}[2m]) / 1e9`)],
      },
      {
        title: "Heap",
        description: "Share of the heap in use, by pod.",
        kind: "timeseries",
        unit: "percentunit",
        width: 8,
        queries: [podLine(`${M.heapUsed.name}{${OF_POD}} / ${M.heapMax.name}{${OF_POD}}`)],
      },
      {
        title: "Garbage collection",
        description: "Share of time for it, by pod.",
        kind: "timeseries",
        unit: "percentunit",
        width: 4,
        queries: [podLine(`${M.collection.name}{${OF_POD}} / 1000`)],
      },
      {
        title: "Slots",
        description: "Slots of each job, and those that are free.",
        kind: "timeseries",
        unit: "short",
        width: 4,
        queries: [
          { expr: `${M.slots.name}{${OF_POD}}`, legend: "{{app}} slots" },
          { expr: `${M.freeSlots.name}{${OF_POD}}`, legend: "{{app}} free" },
        ],
      },
    ],
  },
];
