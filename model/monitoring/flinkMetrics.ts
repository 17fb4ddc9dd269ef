/**
 * The metrics of Flink and Beam that rules and dashboard read, under the names of Flink's Prometheus reporter: `.` becomes `_`, and all are
 * gauges to Prometheus. Seen at the reporter of Flink 1.19.1 with Beam 2.70.0 and KafkaIO on 26 November 2026, but for the gauges of
 * KafkaIO's splittable DoFn; meanings from Flink's "Metrics" page and, for Beam's, from the classes named.
 */

/** One metric, or several by a pattern. */
export interface FlinkMetric {
  /** Name at the reporter; undefined where the name holds the name of a split. */
  readonly name?: string;
  /** Regular expression of names, where there are several. */
  readonly pattern?: string;
  readonly unit: string;
  readonly meaning: string;
  /** First version that has it, or whose code was read. */
  readonly since: string;
  readonly source: string;
}

const PAGE = "Flink, Metrics: System metrics";
const OPERATOR = "flink_taskmanager_job_task_operator_";

/** What is read, by a short name. */
export const FLINK_METRICS = {
  running: {
    name: "flink_jobmanager_job_runningTime",
    unit: "ms",
    meaning: "for how long the job has been RUNNING; 0 in any other state",
    since: "Flink 1.15",
    source: PAGE,
  },
  jobs: {
    name: "flink_jobmanager_numRunningJobs",
    unit: "jobs",
    meaning: "jobs of the JobManager that have not ended, running or not",
    since: "Flink 1.0",
    source: PAGE,
  },
  restarts: {
    name: "flink_jobmanager_job_numRestarts",
    unit: "restarts",
    meaning: "since the job was submitted",
    since: "Flink 1.11",
    source: PAGE,
  },
  checkpointBytes: {
    name: "flink_jobmanager_job_lastCheckpointSize",
    unit: "B",
    meaning: "bytes that the last checkpoint wrote; -1 before the first",
    since: "Flink 1.0",
    source: PAGE,
  },
  checkpointFullBytes: {
    name: "flink_jobmanager_job_lastCheckpointFullSize",
    unit: "B",
    meaning: "bytes that the last checkpoint refers to, those of earlier ones included",
    since: "Flink 1.15",
    source: PAGE,
  },
  checkpointDuration: {
    name: "flink_jobmanager_job_lastCheckpointDuration",
    unit: "ms",
    meaning: "time that the last completed checkpoint took; -1 before the first",
    since: "Flink 1.0",
    source: PAGE,
  },
  checkpointsCompleted: {
    name: "flink_jobmanager_job_numberOfCompletedCheckpoints",
    unit: "checkpoints",
    meaning: "since the JobManager's process began",
    since: "Flink 1.3",
    source: PAGE,
  },
  checkpointsFailed: {
    name: "flink_jobmanager_job_numberOfFailedCheckpoints",
    unit: "checkpoints",
    meaning: "since the JobManager's process began; one that times out counts",
    since: "Flink 1.3",
    source: PAGE,
  },
  busy: {
    name: "flink_taskmanager_job_task_busyTimeMsPerSecond",
    unit: "ms/s",
    meaning: "time a subtask works; NaN where Flink cannot tell",
    since: "Flink 1.13",
    source: PAGE,
  },
  backPressured: {
    name: "flink_taskmanager_job_task_backPressuredTimeMsPerSecond",
    unit: "ms/s",
    meaning: "time a subtask waits for room in its output",
    since: "Flink 1.13",
    source: PAGE,
  },
  recordsIn: {
    name: "flink_taskmanager_job_task_numRecordsIn",
    unit: "records",
    meaning: "that a subtask got",
    since: "Flink 1.0",
    source: PAGE,
  },
  recordsOut: {
    name: "flink_taskmanager_job_task_numRecordsOut",
    unit: "records",
    meaning: "that a subtask sent",
    since: "Flink 1.0",
    source: PAGE,
  },
  operatorRecordsIn: {
    name: `${OPERATOR}numRecordsIn`,
    unit: "records",
    meaning: "that an operator got; of a source, the elements it has read",
    since: "Flink 1.0",
    source: PAGE,
  },
  pendingBytes: {
    name: `${OPERATOR}pendingBytes`,
    unit: "B",
    meaning: "backlog of the splits that a source's subtask reads; -1 where the source cannot tell",
    since: "Beam 2.45",
    source: "Beam, FlinkUnboundedSourceReader",
  },
  splitBacklogBytes: {
    pattern: `${OPERATOR}(source_splits_.+_backlog_bytes|.+_backlogBytes_.+)`,
    unit: "B",
    meaning: "the same of one split, by sources with Beam's own gauges: KafkaIO's reader and its splittable DoFn",
    since: "Beam 2.61",
    source: "Beam, SourceMetrics; KafkaIO, ReadFromKafkaDoFn",
  },
  splitBacklogElements: {
    pattern: `${OPERATOR}source_splits_.+_backlog_elements`,
    unit: "elements",
    meaning: "backlog of one split in elements; -1 where the source cannot tell",
    since: "Beam 2.61",
    source: "Beam, SourceMetrics",
  },
  bytesRead: {
    name: `${OPERATOR}source_bytes_read`,
    unit: "B",
    meaning: "bytes that a source has read, by sources with Beam's own counters, such as KafkaIO",
    since: "Beam 2.61",
    source: "Beam, SourceMetrics",
  },
  slots: { name: "flink_jobmanager_taskSlotsTotal", unit: "slots", meaning: "of all TaskManagers", since: "Flink 1.0", source: PAGE },
  freeSlots: { name: "flink_jobmanager_taskSlotsAvailable", unit: "slots", meaning: "not in use", since: "Flink 1.0", source: PAGE },
  heapUsed: { name: "flink_taskmanager_Status_JVM_Memory_Heap_Used", unit: "B", meaning: "heap in use", since: "Flink 1.0", source: PAGE },
  heapMax: { name: "flink_taskmanager_Status_JVM_Memory_Heap_Max", unit: "B", meaning: "heap there is", since: "Flink 1.0", source: PAGE },
  cpuTime: {
    name: "flink_taskmanager_Status_JVM_CPU_Time",
    unit: "ns",
    meaning: "CPU time that the process has used",
    since: "Flink 1.0",
    source: PAGE,
  },
  collection: {
    name: "flink_taskmanager_Status_JVM_GarbageCollector_All_TimeMsPerSecond",
    unit: "ms/s",
    meaning: "time for garbage collection",
    since: "Flink 1.19",
    source: PAGE,
  },
} as const satisfies Readonly<Record<string, FlinkMetric>>;

/** A selector of the metric: its name, or a pattern of names. */
export function selectorOf(metric: FlinkMetric, labels = ""): string {
  if (metric.pattern === undefined) return `${metric.name ?? ""}${labels === "" ? "" : `{${labels}}`}`;
  return `{__name__=~"${metric.pattern}"${labels === "" ? "" : `, ${labels}`}}`;
}
