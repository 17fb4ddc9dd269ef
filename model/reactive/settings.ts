/**
 * Reactive scaling, as its owner writes it: Kubernetes changes the number of TaskManagers, and Flink's Reactive Mode runs the job as wide
 * as they have slots. The thresholds are those of the blog series this project implements: more TaskManagers above 90 % CPU or 120 s of
 * backlog, fewer once CPU is under 70 % and the backlog under 10 s.
 */

/** A HorizontalPodAutoscaler, which every Kubernetes has. */
export interface HorizontalPodAutoscalerSettings {
  /**
   * The cluster takes a tolerance per HorizontalPodAutoscaler (HPAConfigurableTolerance: on from Kubernetes 1.35, a feature gate in 1.33
   * and 1.34), so that the thresholds hold exactly. Else the cluster's own tolerance counts, 10 % unless its operator changed it: the
   * defaults then scale up above 88 % and down under 72 %.
   * @default false
   */
  readonly configurableTolerance?: boolean;
  /**
   * Name of an external metric with the label `job` = the job's name, as a metrics adapter of the cluster serves it. What it must hold is
   * the PromQL query in the object's annotation `beam-flink/backlog-query`.
   * @default none: CPU alone decides
   */
  readonly backlogMetric?: string;
}

/** KEDA (keda.sh), installed in the cluster, on figures of a Prometheus server that scrapes the job. */
export interface KedaSettings {
  /** Address at which KEDA reaches Prometheus, such as `http://prometheus-operated.monitoring.svc:9090`. */
  readonly prometheusAddress: string;
  /**
   * Time between two looks, in Flink's notation, whole seconds.
   * @default "30 s"
   */
  readonly pollingInterval?: string;
}

/** How many TaskManagers a reactive job has, and what decides it. Exactly one of `horizontalPodAutoscaler` and `keda`. */
export interface ReactiveSettings {
  /** Kubernetes' own autoscaler. Its CPU figure needs the metrics server. */
  readonly horizontalPodAutoscaler?: HorizontalPodAutoscalerSettings;
  /** KEDA: CPU and backlog, both from Prometheus. */
  readonly keda?: KedaSettings;
  /**
   * Fewest TaskManagers; the job starts with as many.
   * @default 1
   */
  readonly minTaskManagers?: number;
  /** Most TaskManagers. With their slots, not more than the job's `maxParallelism`: further slots would stay empty. */
  readonly maxTaskManagers: number;
  /**
   * Share of the CPU that TaskManagers ask for, above which there will be more of them.
   * @default 0.9
   */
  readonly cpuUp?: number;
  /**
   * Share under which there will be fewer.
   * @default 0.7
   */
  readonly cpuDown?: number;
  /**
   * Backlog above which there will be more TaskManagers: the time that working it off takes at the present rate, in Flink's notation.
   * @default "2 min"
   */
  readonly backlogUp?: string;
  /**
   * Backlog under which there may be fewer.
   * @default "10 s"
   */
  readonly backlogDown?: string;
  /**
   * Bytes of all sources together that count as no backlog, in Flink's notation: what a source never gets to, such as the marker of a
   * transaction, is no reason to scale, however slowly it is read.
   * @default "100 kb"
   */
  readonly backlogFloor?: string;
  /**
   * Prometheus counter of bytes that the sources have read. `flink_taskmanager_job_task_operator_source_bytes_read` is KafkaIO's, and that
   * of every source that counts by Beam's `SourceMetrics`.
   * @default "flink_taskmanager_job_task_operator_source_bytes_read"
   */
  readonly bytesReadMetric?: string;
  /**
   * Time over which CPU and bytes a second are averaged, in Flink's notation: at least four scrapes.
   * @default "2 min"
   */
  readonly rateWindow?: string;
  /**
   * Time for which more TaskManagers must be asked for before there are more, in Flink's notation: each step restarts the job's tasks.
   * @default "1 min"
   */
  readonly scaleUpWindow?: string;
  /**
   * Time for which fewer must be asked for, by all figures, before there are fewer.
   * @default "5 min"
   */
  readonly scaleDownWindow?: string;
}
