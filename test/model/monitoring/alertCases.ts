/** Series that make each alert fire, and series that must not: what `promtool test rules` evaluates. One sample every 30 s. */

/** Settings of the rules that a case is evaluated with. */
export interface AlertCase {
  readonly alert: string;
  /** What the series show. */
  readonly title: string;
  /** Values by series, in promtool's notation: `0x30` is 0 and 30 more of it, `0+10x3` is 0 10 20 30. */
  readonly series: Readonly<Record<string, string>>;
  /** When the alert is looked at. */
  readonly at: string;
  /** Its description, where it fires. */
  readonly fires?: string;
  /** The job is declared to monitoring. */
  readonly declared?: boolean;
}

const OF_JOB = 'namespace="beam", job_name="orders", job_id="1a4d"';
export const job = (name: string) => `flink_jobmanager_job_${name}{${OF_JOB}}`;
export const task = (name: string, subtask = 0, labels = "") =>
  `flink_taskmanager_job_task_${name}{${OF_JOB}, task_id="70e3", task_name="Source: read", subtask_index="${subtask}"${labels}}`;
export const source = (name: string, subtask = 0) => task(`operator_${name}`, subtask, ', operator_name="Source: read"');

/** A task beside that of `task`. */
const narrow = (subtask: number) => task("numRecordsIn", subtask).replace('task_id="70e3"', 'task_id="91b7"');

/** promtool has no repetition of NaN. */
export const nan = (samples: number) => Array.from({ length: samples }, () => "NaN").join(" ");

const RUNNING = { [job("runningTime")]: "30000+30000x200" };
/** A checkpoint every 10 s. */
const CHECKPOINTS = { [job("numberOfCompletedCheckpoints")]: "0+3x200" };
const DOES_NOT_RUN = "It has not been RUNNING for 5 min.";

export const ALERT_CASES: readonly AlertCase[] = [
  {
    alert: "BeamJobDoesNotRecover",
    title: "a job that restarts for more than five minutes",
    series: { [job("runningTime")]: "30000+30000x3 0x30" },
    at: "8m",
    fires: DOES_NOT_RUN,
  },
  {
    alert: "BeamJobDoesNotRecover",
    title: "not yet after four",
    series: { [job("runningTime")]: "30000+30000x3 0x30" },
    at: "6m",
  },
  {
    alert: "BeamJobDoesNotRecover",
    title: "not for one that runs again",
    series: { [job("runningTime")]: "30000+30000x3 0x6 30000+30000x30" },
    at: "12m",
  },
  {
    alert: "BeamJobDoesNotRecover",
    title: "a JobManager without a job",
    series: { 'flink_jobmanager_numRunningJobs{namespace="beam", app="orders", pod="orders-1"}': "0x30" },
    at: "6m",
    fires: DOES_NOT_RUN,
  },
  {
    alert: "BeamJobDoesNotRecover",
    title: "a declared job that is not there at all",
    series: { up: "1x30" },
    at: "6m",
    declared: true,
    fires: DOES_NOT_RUN,
  },
  {
    alert: "BeamJobDoesNotRecover",
    title: "a JobManager that crashes again and again, and is seen only now and then",
    series: {
      'flink_jobmanager_numRunningJobs{namespace="beam", app="orders", pod="orders-1"}': "0x1 stale _x6 0x1 stale _x7 0x1 stale _x8 0",
    },
    at: "12m",
    fires: DOES_NOT_RUN,
  },
  {
    alert: "BeamJobDoesNotRecover",
    title: "not for one that was deleted while it ran",
    series: { [job("runningTime")]: "30000+30000x10 stale _x20" },
    at: "14m",
  },
  { alert: "BeamJobDoesNotRecover", title: "not for a declared job that runs", series: RUNNING, at: "20m", declared: true },
  {
    alert: "BeamJobRestarts",
    title: "four restarts within minutes",
    series: { [job("numRestarts")]: "0x10 1 2 3 4x30" },
    at: "8m",
    fires: "4 restarts in 15 minutes.",
  },
  { alert: "BeamJobRestarts", title: "not for three", series: { [job("numRestarts")]: "0x10 1 2 3x30" }, at: "8m" },
  { alert: "BeamJobRestarts", title: "not once they are over", series: { [job("numRestarts")]: "0x10 1 2 3 4x60" }, at: "30m" },
  {
    alert: "BeamCheckpointMissing",
    title: "a running job without a checkpoint for ten minutes",
    series: { ...RUNNING, [job("numberOfCompletedCheckpoints")]: "0+3x10 30x60" },
    at: "19m",
    fires: "None for 10 min: a failure would repeat all work since.",
  },
  {
    alert: "BeamCheckpointMissing",
    title: "not yet after nine",
    series: { ...RUNNING, [job("numberOfCompletedCheckpoints")]: "0+3x10 30x60" },
    at: "14m",
  },
  {
    alert: "BeamCheckpointMissing",
    title: "not with a checkpoint every five minutes",
    series: { ...RUNNING, [job("numberOfCompletedCheckpoints")]: "0x9 1x9 2x9 3x9 4x9 5x9 6x9 7x9" },
    at: "35m",
  },
  { alert: "BeamCheckpointMissing", title: "not for a healthy job", series: { ...RUNNING, ...CHECKPOINTS }, at: "60m" },
  {
    alert: "BeamCheckpointsFail",
    title: "three failed checkpoints",
    series: { [job("numberOfFailedCheckpoints")]: "0x10 1 2 3x30" },
    at: "8m",
    fires: "3 failed in 10 minutes.",
  },
  { alert: "BeamCheckpointsFail", title: "not for two", series: { [job("numberOfFailedCheckpoints")]: "0x10 1 2x30" }, at: "8m" },
  {
    alert: "BeamCheckpointNearsTimeout",
    title: "checkpoints of 45 s",
    series: { [job("lastCheckpointDuration")]: "45000x30" },
    at: "6m",
    fires: "The last one took 45s, more than 30 s.",
  },
  {
    alert: "BeamCheckpointNearsTimeout",
    title: "not for one slow checkpoint among fast ones",
    series: { [job("lastCheckpointDuration")]: "1500x10 45000x4 1500x30" },
    at: "8m",
  },
  {
    alert: "BeamCheckpointNearsTimeout",
    title: "not before the first checkpoint",
    series: { [job("lastCheckpointDuration")]: "-1x30" },
    at: "10m",
  },
  {
    alert: "BeamBacklogGrows",
    title: "a backlog of 200 s",
    series: { [source("pendingBytes")]: "2000000x40", [source("source_bytes_read")]: "0+300000x40" },
    at: "8m",
    fires: "The backlog is 200: seconds of reading where the source counts what it reads, else bytes.",
  },
  {
    alert: "BeamBacklogGrows",
    title: "not for one of 100 s",
    series: { [source("pendingBytes")]: "1000000x40", [source("source_bytes_read")]: "0+300000x40" },
    at: "15m",
  },
  {
    alert: "BeamBacklogGrows",
    title: "a backlog in bytes that grows, of two subtasks of which one cannot tell",
    series: { [source("pendingBytes", 0)]: "50000000+10000000x80", [source("pendingBytes", 1)]: "-1x80" },
    at: "21m",
    fires: "The backlog is 470M: seconds of reading where the source counts what it reads, else bytes.",
  },
  {
    alert: "BeamBacklogGrows",
    title: "a backlog in bytes that has grown as fast for two hours",
    series: { [source("pendingBytes")]: "50000000+10000000x260" },
    at: "2h",
    fires: "The backlog is 2.45G: seconds of reading where the source counts what it reads, else bytes.",
  },
  {
    alert: "BeamBacklogGrows",
    title: "not for a large one that shrinks",
    series: { [source("pendingBytes")]: "900000000-5000000x80" },
    at: "30m",
  },
  {
    alert: "BeamBacklogGrows",
    title: "not for the few bytes of a record that is never read",
    series: { [source("pendingBytes")]: "1000x80", [source("source_bytes_read")]: "5000000x80" },
    at: "30m",
  },
  {
    alert: "BeamBacklogGrows",
    title: "not for a large one that stays",
    series: { [source("pendingBytes")]: "900000000x80" },
    at: "40m",
  },
  { alert: "BeamBacklogGrows", title: "not for an unknown one", series: { [source("pendingBytes")]: "-1x80" }, at: "40m" },
  {
    alert: "BeamBackpressure",
    title: "a subtask that waits 80 % of the time",
    series: { [task("backPressuredTimeMsPerSecond", 0)]: "100x40", [task("backPressuredTimeMsPerSecond", 1)]: "800x40" },
    at: "11m",
    fires: "A task waits 80% of the time for those after it.",
  },
  {
    alert: "BeamBackpressure",
    title: "not where both wait 40 %",
    series: { [task("backPressuredTimeMsPerSecond", 0)]: "400x40", [task("backPressuredTimeMsPerSecond", 1)]: "400x40" },
    at: "15m",
  },
  {
    alert: "BeamAutoscalerDoesNotMove",
    title: "a busy job of the same width for half an hour",
    series: { [task("busyTimeMsPerSecond")]: "950x90", [task("numRecordsIn")]: "0+100x90" },
    at: "32m",
    fires: "Its busiest task works 95% of the time and its tasks have as many subtasks as before.",
  },
  {
    alert: "BeamAutoscalerDoesNotMove",
    title: "not where it became wider meanwhile",
    series: {
      [task("busyTimeMsPerSecond")]: "950x90",
      [task("numRecordsIn", 0)]: "0+100x90",
      [task("numRecordsIn", 1)]: "_x30 0+100x60",
    },
    at: "40m",
  },
  {
    alert: "BeamAutoscalerDoesNotMove",
    title: "not where a task became wider that is not the widest",
    series: {
      [task("busyTimeMsPerSecond")]: "950x90",
      [task("numRecordsIn", 0)]: "0+100x90",
      [task("numRecordsIn", 1)]: "0+100x90",
      [narrow(0)]: "0+100x90",
      [narrow(1)]: "_x40 0+100x50",
    },
    at: "40m",
  },
  {
    alert: "BeamAutoscalerDoesNotMove",
    title: "not where Flink cannot tell the busy time",
    series: { [task("busyTimeMsPerSecond")]: nan(90), [task("numRecordsIn")]: "0+100x90" },
    at: "40m",
  },
];
