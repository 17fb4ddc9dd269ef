/** Which figures of a real run are kept and plotted for docs/monitoring.md. */

export interface RecordedPanel {
  /** `docs/images/monitoring-<file>.svg`. */
  readonly file: string;
  readonly title: string;
  /** Of the value's axis. */
  readonly axis: { readonly title: string; readonly unit?: string };
  /** `$namespace` and `$job` as in the dashboard. */
  readonly expr: string;
  /** Label that names a line; undefined where there is one line only. */
  readonly label?: string;
}

const OF_JOB = '{namespace="$namespace", job_name="$job"}';

export const RECORDED_PANELS: readonly RecordedPanel[] = [
  {
    file: "checkpoint-bytes",
    title: "Checkpoints",
    axis: { title: "written by the last checkpoint", unit: "B" },
    expr: `beam_job:checkpoint_bytes${OF_JOB}`,
  },
  { file: "backlog", title: "Backlog", axis: { title: "not read yet", unit: "B" }, expr: `beam_job:backlog_bytes${OF_JOB}` },
  { file: "records", title: "Elements read", axis: { title: "elements read", unit: "1/s" }, expr: `beam_job:records_read:rate2m${OF_JOB}` },
  {
    file: "busy",
    title: "Busy",
    axis: { title: "share of time that a task works" },
    expr: `beam_task:busy_ratio${OF_JOB}`,
    label: "task_name",
  },
  { file: "running", title: "Running", axis: { title: "1 while the job runs" }, expr: `beam_job:running${OF_JOB}` },
];

/** What a run left. */
export interface RecordedRun {
  readonly date: string;
  readonly job: string;
  readonly versions: { readonly flink: string; readonly beam: string };
  /** By file. */
  readonly panels: Readonly<
    Record<string, readonly { readonly series: string; readonly values: readonly (readonly [seconds: number, value: number])[] }[]>
  >;
}
