/**
 * The options of Beam's Flink runner as a typed interface: meaning, unit and default of each. Source: FlinkPipelineOptions of
 * Beam 2.70.0 (Flink 1.19 flavour, read from its released jar) and of the Flink 2 flavour that 2.74 to 2.77 use.
 * What a version lacks is in `pipelineOptionCatalogue.ts`; `renderPipelineArguments` refuses it.
 */

/** Value of an option that is not the runner's: it is rendered as given, a list with commas. */
export type PipelineOptionValue = string | number | boolean | readonly string[] | undefined;

/** Options the Flink runner itself reads. */
export interface FlinkPipelineOptions {
  /**
   * Address of the JobManager. A job of the operator runs inside its JobManager: leave it.
   * @default "[auto]"
   */
  readonly flinkMaster?: string;
  /**
   * Parallelism of the pipeline; -1 takes Flink's `parallelism.default`, else 1.
   * @default -1
   */
  readonly parallelism?: number;
  /**
   * Number of key groups, and of splits of each unbounded source. Fixed for the life of the job's state: choose it before the
   * first run, a number with many divisors (120, 240, 360).
   * @default -1, which is Flink's own choice
   */
  readonly maxParallelism?: number;
  /**
   * Time between two checkpoints, in ms; -1 leaves checkpointing to Flink's configuration.
   * @default -1
   */
  readonly checkpointingInterval?: number;
  /**
   * `EXACTLY_ONCE` or `AT_LEAST_ONCE`.
   * @default "EXACTLY_ONCE"
   */
  readonly checkpointingMode?: string;
  /**
   * Time after which a checkpoint is given up, in ms; read only with `checkpointingInterval`.
   * @default -1, which is Flink's 10 min
   */
  readonly checkpointTimeoutMillis?: number;
  /**
   * Time without a checkpoint after each one, in ms; read only with `checkpointingInterval`.
   * @default -1, which is none
   */
  readonly minPauseBetweenCheckpoints?: number;
  /**
   * Checkpoints that may be under way at once. Unaligned checkpoints need 1.
   * @default 1
   */
  readonly numConcurrentCheckpoints?: number;
  /**
   * A failed checkpoint fails the job. Flink 1 only; `execution.checkpointing.tolerable-failed-checkpoints`, if set, wins.
   * @default true
   */
  readonly failOnCheckpointingErrors?: boolean;
  /**
   * Failed checkpoints in a row that do not fail the job. Flink 2 only.
   * @default 0
   */
  readonly tolerableCheckpointFailureNumber?: number;
  /**
   * Finishes the bundle and sends its output on before a checkpoint. Without it the output is stored in the checkpoint: with
   * bundles of 10,000 elements that made checkpoints up to 40 times as large.
   * @default false
   */
  readonly finishBundleBeforeCheckpointing?: boolean;
  /**
   * Barriers overtake elements in flight, which are stored in the checkpoint.
   * @default false
   */
  readonly unalignedCheckpointEnabled?: boolean;
  /**
   * Unaligned checkpoints even where Flink would refuse them (iterations).
   * @default false
   */
  readonly forceUnalignedCheckpointEnabled?: boolean;
  /**
   * Idle time after which a source ends, in ms; -1 is never with `checkpointingInterval`, and at once without.
   * @default -1
   */
  readonly shutdownSourcesAfterIdleMs?: number;
  /**
   * Restarts after a failure; -1 leaves the restart strategy to Flink's configuration.
   * @default -1
   */
  readonly numberOfExecutionRetries?: number;
  /**
   * Time between restarts, in ms; read with `numberOfExecutionRetries`.
   * @default -1
   */
  readonly executionRetryDelay?: number;
  /**
   * Time between looks at a detached job, in s.
   * @default 5
   */
  readonly jobCheckIntervalInSecs?: number;
  /**
   * The pipeline waits for the job. Application mode needs it.
   * @default true
   */
  readonly attachedMode?: boolean;
  /**
   * Operators may share the objects they pass on.
   * @default false
   */
  readonly objectReuse?: boolean;
  /**
   * Operators that can share a thread do.
   * @default true
   */
  readonly operatorChaining?: boolean;
  /** Class that makes the state backend. Superseded by `stateBackend`. */
  readonly stateBackendFactory?: string;
  /** `rocksdb` or `filesystem` (`hashmap` with Flink 2 too). Beam refuses it without `stateBackendStoragePath`. */
  readonly stateBackend?: string;
  /** Folder of the checkpoints, written over Flink's checkpoint directory. Beam reads it only with stateBackend or stateBackendFactory. */
  readonly stateBackendStoragePath?: string;
  /**
   * Beam's metrics, the sources' backlog among them, are not passed to Flink.
   * @default false
   */
  readonly disableMetrics?: boolean;
  /**
   * Checkpoints outlive the job; read only with `checkpointingInterval`.
   * @default false
   */
  readonly externalizedCheckpointsEnabled?: boolean;
  /**
   * They outlive a cancelled job too; read only with `externalizedCheckpointsEnabled`.
   * @default false
   */
  readonly retainExternalizedCheckpointsOnCancellation?: boolean;
  /**
   * Elements of a bundle at most.
   * @default 1000 streaming, 5000 batch (1,000,000 in 2.56 to 2.60)
   */
  readonly maxBundleSize?: number;
  /**
   * Time until a bundle is finished, in ms.
   * @default 1000 streaming, 10,000 batch
   */
  readonly maxBundleTimeMills?: number;
  /**
   * Time between latency markers, in ms; 0 is off.
   * @default 0
   */
  readonly latencyTrackingInterval?: number;
  /**
   * Time between watermarks, in ms.
   * @default maxBundleTimeMills / 5, at least 10
   */
  readonly autoWatermarkInterval?: number;
  /**
   * Data exchange of batch pipelines: `PIPELINED` or `BATCH_FORCED`.
   * @default "PIPELINED"
   */
  readonly executionModeForBatch?: string;
  /** Ignored in application mode: the operator's `spec.job.initialSavepointPath` is what counts. */
  readonly savepointPath?: string;
  /**
   * Ignored in application mode: the operator's `spec.job.allowNonRestoredState` is what counts.
   * @default false
   */
  readonly allowNonRestoredState?: boolean;
  /**
   * WriteFiles spreads its shards evenly over the workers.
   * @default false
   */
  readonly autoBalanceWriteFilesShardingEnabled?: boolean;
  /** Namespace of a metric with the checkpoint duration of each ParDo. */
  readonly reportCheckpointDuration?: string;
  /**
   * Values of a GroupByKey can be read more than once and must fit in memory. Flink 1 only.
   * @default false
   */
  readonly reIterableGroupByKeyResult?: boolean;
  /**
   * Elements are not copied between operators (BEAM-11146).
   * @default false
   */
  readonly fasterCopy?: boolean;
  /**
   * Folder of Flink's configuration.
   * @default the environment variable FLINK_CONF_DIR
   */
  readonly flinkConfDir?: string;
  /**
   * Largest split of a file, in MB; 0 is no limit.
   * @default 0
   */
  readonly fileInputSplitMaxSizeMB?: number;
  /**
   * Pipelines with `@RequiresStableInput` can be drained.
   * @default false
   */
  readonly enableStableInputDrain?: boolean;
  /**
   * Bounded sources share a slot sharing group.
   * @default true
   */
  readonly forceSlotSharingGroup?: boolean;
  /**
   * Batch pipelines use the DataStream API. Flink 1 only: Flink 2 has no other.
   * @default false
   */
  readonly useDataStreamForBatch?: boolean;
}

/** All options of a pipeline: the runner's, and the application's own by name. */
export interface PipelineOptions extends FlinkPipelineOptions {
  readonly [name: string]: PipelineOptionValue;
}
