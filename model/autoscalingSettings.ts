/**
 * How a job scales, as its owner writes it: the operator's autoscaler, Flink's Adaptive Scheduler, the balance of slots. Defaults are the
 * operator's and Flink's own unless said. Source: `AutoScalerOptions` of flink-autoscaler 1.10.0 and of the operator's 1.15.0.
 */
import type { ReactiveSettings } from "./reactive/settings.ts";

/** What Flink evens out between TaskManagers. */
export const SlotBalance = {
  /** Slots are filled TaskManager by TaskManager. */
  None: "none",
  /** The same number of used slots on each TaskManager. */
  Slots: "slots",
  /** The same number of tasks on each TaskManager: right for jobs whose operators differ in parallelism. */
  Tasks: "tasks",
} as const;
export type SlotBalance = (typeof SlotBalance)[keyof typeof SlotBalance];

/** How the busy time of a vertex is made from that of its subtasks. */
export const BusyTimeAggregator = {
  /** The busiest subtask counts. */
  Max: "MAX",
  /** The mean of all subtasks counts. */
  Average: "AVG",
  /** The least busy subtask counts. */
  Min: "MIN",
} as const;
export type BusyTimeAggregator = (typeof BusyTimeAggregator)[keyof typeof BusyTimeAggregator];

/** How the parallelism of sources and keyed vertices is fitted to their partitions and key groups. */
export const KeyGroupAdjustMode = {
  /** A parallelism that gives each subtask the same number of partitions or key groups. */
  EvenlySpread: "EVENLY_SPREAD",
  /** The lowest parallelism that is enough for the wanted utilization, evenly spread or not. */
  MaximizeUtilisation: "MAXIMIZE_UTILISATION",
} as const;
export type KeyGroupAdjustMode = (typeof KeyGroupAdjustMode)[keyof typeof KeyGroupAdjustMode];

/** How a job scales. Durations are in Flink's notation (`5 min`), utilizations are fractions of busy time. */
export interface AutoscalingSettings {
  /**
   * The autoscaler watches the job.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * It changes the parallelism; false only reports what it would do.
   * @default true
   */
  readonly scalingEnabled?: boolean;
  /**
   * Lowest parallelism of a vertex.
   * @default 1
   */
  readonly minParallelism?: number;
  /**
   * Highest parallelism of a vertex: not above the job's `maxParallelism`, its number of key groups.
   * @default the job's `maxParallelism`
   */
  readonly maxParallelism?: number;
  /**
   * Busy time a vertex is scaled to.
   * @default 0.7
   */
  readonly targetUtilization?: number;
  /**
   * Busy time above which it is scaled up.
   * @default targetUtilization + 0.3
   */
  readonly maxUtilization?: number;
  /**
   * Busy time under which it is scaled down.
   * @default targetUtilization - 0.3
   */
  readonly minUtilization?: number;
  /**
   * Time over which metrics are averaged.
   * @default "15 min"
   */
  readonly metricsWindow?: string;
  /**
   * Time after a start or a rescale in which nothing is scaled.
   * @default "5 min"
   */
  readonly stabilizationInterval?: string;
  /**
   * Largest step up, as a factor on top of the present parallelism.
   * @default 100000
   */
  readonly scaleUpMaxFactor?: number;
  /**
   * Largest step down: 0.6 takes away at most 60 %.
   * @default 0.6
   */
  readonly scaleDownMaxFactor?: number;
  /**
   * Time a scale down waits, so that several become one.
   * @default "1 h"
   */
  readonly scaleDownInterval?: string;
  /**
   * Time in which a backlog should be worked off. Has no effect on Beam jobs: their sources have no `pendingRecords`.
   * @default "30 min"
   */
  readonly catchUpDuration?: string;
  /**
   * Lag above which nothing is scaled while a backlog is worked off. Has no effect on Beam jobs either.
   * @default "5 min"
   */
  readonly backlogLagThreshold?: string;
  /**
   * Time a restart is expected to take.
   * @default "5 min"
   */
  readonly restartTime?: string;
  /**
   * The longest restart seen is used instead of `restartTime`.
   * @default false
   */
  readonly restartTimeTracking?: boolean;
  /**
   * Upper limit of a tracked restart time.
   * @default "15 min"
   */
  readonly restartTimeTrackingLimit?: string;
  /**
   * Scale ups that brought too little block further ones.
   * @default false
   */
  readonly effectivenessDetection?: boolean;
  /**
   * Share of the wanted gain that a scale up must bring.
   * @default 0.1
   */
  readonly effectivenessThreshold?: number;
  /**
   * Learns how the job's throughput really grows with parallelism. Needs operator 1.15.
   * @default false
   */
  readonly observedScalability?: boolean;
  /**
   * Times in which nothing is scaled: Quartz cron expressions, or `9:30:30-10:50:20 && * * * ? * 2,5`.
   * @default none
   */
  readonly excludedPeriods?: readonly string[];
  /**
   * Hexadecimal ids of vertices that are left as they are.
   * @default none
   */
  readonly excludedVertices?: readonly string[];
  /**
   * How the busy time of a vertex is made from that of its subtasks.
   * @default BusyTimeAggregator.Max
   */
  readonly busyTimeAggregator?: BusyTimeAggregator;
  /**
   * How parallelism is fitted to partitions and key groups. Needs operator 1.15.
   * @default KeyGroupAdjustMode.EvenlySpread
   */
  readonly keyGroupAdjustMode?: KeyGroupAdjustMode;
  /**
   * Share of time in garbage collection above which nothing is scaled.
   * @default 1
   */
  readonly gcPressureThreshold?: number;
  /**
   * Share of the heap in use above which nothing is scaled.
   * @default 1
   */
  readonly heapUsageThreshold?: number;
  /**
   * TaskManager memory is fitted to what the job uses.
   * @default false
   */
  readonly memoryTuning?: boolean;
  /**
   * CPUs the job may use at most: a scaling beyond it does not happen.
   * @default none
   */
  readonly cpuQuota?: number;
  /**
   * Memory the job may use at most, in Flink's notation: `64 gb`.
   * @default none
   */
  readonly memoryQuota?: string;
  /**
   * Scaling decisions that are remembered per vertex.
   * @default 3
   */
  readonly historyMaxCount?: number;
  /**
   * Age at which they are forgotten.
   * @default "1 d"
   */
  readonly historyMaxAge?: string;
  /**
   * Flink's Adaptive Scheduler runs the job, which then scales in place, without a new deployment.
   * @default true
   */
  readonly adaptiveScheduler?: boolean;
  /**
   * Time between two rescales by the Adaptive Scheduler.
   * @default "30 s"
   */
  readonly rescaleCooldown?: string;
  /**
   * Time the Adaptive Scheduler waits for the wanted slots at the start; then it runs with what it has.
   * @default "5 min"
   */
  readonly resourceWaitTimeout?: string;
  /**
   * Time it waits for more slots once it has enough to start.
   * @default "10 s"
   */
  readonly resourceStabilizationTimeout?: string;
  /**
   * Longest time a rescale waits for the next checkpoint. Needs Flink 2.0.
   * @default the checkpoint interval times the failures it bears
   */
  readonly rescaleMaxDelay?: string;
  /**
   * What is evened out between TaskManagers. With the Adaptive Scheduler it needs Flink 2.2.
   * @default SlotBalance.None
   */
  readonly slotBalance?: SlotBalance;
  /**
   * Kubernetes changes the number of TaskManagers, and Flink runs the job as wide as they have slots, instead of the operator's autoscaler:
   * none of the autoscaler's settings goes with it. For jobs in standalone mode.
   * @default the operator's autoscaler
   */
  readonly reactive?: ReactiveSettings;
}
