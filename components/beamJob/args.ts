/** The arguments of a BeamJob. */
import type * as pulumi from "@pulumi/pulumi";
import type { AutoscalingSettings, BundleSettings, CheckpointSettings, PipelineOptions } from "../../model/platform.ts";
import type { MetricsSettings } from "../../model/monitoring/index.ts";
import type { JobStorageArgs } from "../checkpointBucket/args.ts";
import type { JobDrain } from "../jobDrain.ts";
import type { JobPlacementArgs } from "../streamingCluster/args.ts";
import type { VersionArgs } from "../versionArgs.ts";
import type { WorkloadArgs } from "./facts.ts";
import type { OnDelete } from "./onDelete.ts";

/** How a changed job takes over the state of the one that runs. */
export const UpgradeMode = {
  /** Stops with a savepoint and starts from it: needs a running job, survives a change of Flink version. */
  Savepoint: "savepoint",
  /** Starts from the last checkpoint by the high-availability metadata: works for a job that fails, too. */
  LastState: "last-state",
  /** Starts empty. */
  Stateless: "stateless",
} as const;
export type UpgradeMode = (typeof UpgradeMode)[keyof typeof UpgradeMode];

/** Who starts the TaskManagers. */
export const DeploymentMode = {
  /** The JobManager asks Kubernetes for them as it needs them. */
  Native: "native",
  /** The operator runs as many as the parallelism fills, or, with `autoscaling.reactive`, as Kubernetes asks for. */
  Standalone: "standalone",
} as const;
export type DeploymentMode = (typeof DeploymentMode)[keyof typeof DeploymentMode];

/** Where a running job keeps its keyed state. */
export const StateBackend = {
  /** On local disk: state larger than memory, incremental checkpoints. */
  RocksDb: "rocksdb",
  /** On the heap: faster for small state, and a checkpoint is exactly the state. */
  HashMap: "hashmap",
} as const;
export type StateBackend = (typeof StateBackend)[keyof typeof StateBackend];

/** Resources of one JobManager or TaskManager. */
export interface ProcessArgs {
  /**
   * CPUs of each, such as 0.5.
   * @default 1
   */
  readonly cpu?: number;
  /**
   * Memory of each process in Flink's notation, which is also the pod's limit.
   * @default "1 gb" for the JobManager, "2 gb" for a TaskManager
   */
  readonly memory?: string;
}

/** Resources of one TaskManager. */
export interface TaskManagerArgs extends ProcessArgs {
  /**
   * Slots of each TaskManager.
   * @default 2
   */
  readonly slots?: number;
}

export interface BeamJobArgs {
  /**
   * Name of the FlinkDeployment, and of the job's folder in the bucket: at most 45 lower-case letters, digits and hyphens.
   * @default the resource's name
   */
  readonly jobName?: string;
  /** Namespace, one that the operator watches. */
  readonly namespace: pulumi.Input<string>;
  /** Image that holds Flink, Beam and the job. */
  readonly image: pulumi.Input<string>;
  /** Main class of the job. */
  readonly entryClass: string;
  /**
   * Where the job's jar is in the image.
   * @default "local:///opt/flink/usrlib/job.jar"
   */
  readonly jarUri?: string;
  /** Where checkpoints, savepoints and high-availability metadata go. In TypeScript `CheckpointBucket.grant` returns it. */
  readonly storage: JobStorageArgs;
  /**
   * Versions of Beam, Flink and the operator.
   * @default the current line of the compatibility matrix
   */
  readonly versions?: VersionArgs;
  /**
   * Beam pipeline options, Flink's and the job's own. Keep them small: they travel in the job graph and show in the Web UI.
   * @default Beam's own, less those that bundles, checkpoints and maxParallelism write
   */
  readonly pipelineOptions?: PipelineOptions;
  /**
   * The job's own configuration, as any JSON value. It is mounted as a file, whose path is in the environment variable
   * `BEAM_APPLICATION_CONFIG`, and does not travel in PipelineOptions. A change restarts the job by its upgrade mode.
   * @default no file
   */
  readonly applicationConfig?: pulumi.Input<{ readonly [key: string]: unknown }>;
  /**
   * Bundles.
   * @default 10,000 elements or 10 s, finished before a checkpoint
   */
  readonly bundles?: BundleSettings;
  /**
   * Checkpoints.
   * @default every 10 s, 1 min timeout, exactly once, retained
   */
  readonly checkpoints?: CheckpointSettings;
  /**
   * Where a running job keeps its keyed state.
   * @default "rocksdb"
   */
  readonly stateBackend?: StateBackend;
  /**
   * How the job scales: settings, or the `settings` of an AutoscalingPolicy that several jobs share.
   * @default the parallelism is fixed
   */
  readonly autoscaling?: AutoscalingSettings;
  /**
   * Parallel instances of each operator at the start. Not with `autoscaling.reactive`, whose TaskManagers are the parallelism.
   * @default 1
   */
  readonly parallelism?: number;
  /**
   * Upper bound of the parallelism for the whole life of the job's state; also the number of source splits. It cannot be
   * changed later without losing state, so it is set on day one.
   * @default 120, which divides evenly by 2, 3, 4, 5, 6, 8, 10, 12 and more
   */
  readonly maxParallelism?: number;
  /**
   * What the job is expected to process, as figures for its checkpoint budget.
   * @default one pipeline
   */
  readonly workload?: WorkloadArgs;
  /**
   * The JobManager.
   * @default 1 CPU, 1 gb
   */
  readonly jobManager?: ProcessArgs;
  /**
   * The TaskManagers.
   * @default 1 CPU, 2 gb, 2 slots
   */
  readonly taskManager?: TaskManagerArgs;
  /**
   * What the pods serve to Prometheus.
   * @default all metrics, at port 9249, without scrape annotations
   */
  readonly metrics?: MetricsSettings;
  /**
   * Where JobManager and TaskManagers run.
   * @default where Kubernetes puts them
   */
  readonly placement?: JobPlacementArgs;
  /**
   * What a change of the job does with its state.
   * @default "savepoint"
   */
  readonly upgradeMode?: UpgradeMode;
  /**
   * What becomes of the job's state when the job is deleted: by `destroy`, by an `up` of a program without it, or for a replacement.
   * A drain never touches upgrades. See docs/lifecycle.md.
   * @default "cancel": with retained checkpoints nothing of the state is lost, and no job is in a state in which it cannot be deleted
   */
  readonly onDelete?: OnDelete;
  /**
   * How long the operator may take for a drain, in Flink's notation: a whole number of seconds, at least 1 s. After that the job runs on, and is
   * not deleted. Flink gives the drain's savepoint `checkpoints.timeout`, 1 min by default: a longer drain needs a longer one as well.
   * Needs `onDelete` "drain".
   * @default "10 min"
   */
  readonly drainTimeout?: string;
  /**
   * Who drains the job. A job that the program no longer has can be drained only by a JobDrain that the program still has.
   * Needs `onDelete` "drain".
   * @default the platform's, or one that goes with the job
   */
  readonly drain?: JobDrain;
  /**
   * Who starts the TaskManagers.
   * @default "native"; "standalone" with `autoscaling.reactive`, which has no other
   */
  readonly mode?: DeploymentMode;
  /**
   * URI of the savepoint or checkpoint to start from, the first time.
   * @default an empty state
   */
  readonly initialSavepoint?: string;
  /**
   * Service account of the pods.
   * @default "flink", which FlinkOperator makes in each watched namespace
   */
  readonly serviceAccount?: pulumi.Input<string>;
  /**
   * Further Flink settings. A key that belongs to another argument, under any of its names, and one that holds a credential are refused.
   * @default none
   */
  readonly flinkConfiguration?: { readonly [key: string]: pulumi.Input<string> };
  /**
   * Environment variables of the job's pods. Credentials belong in a Secret, or better in a workload identity: with a bucket of a cloud, static
   * keys of AWS and Google Cloud are refused.
   * @default none
   */
  readonly environment?: { readonly [name: string]: pulumi.Input<string> };
  /**
   * Text of the kubeconfig by which the program watches the job start.
   * @default the ambient one, as kubectl uses it
   * @secret
   */
  readonly kubeconfig?: pulumi.Input<string>;
  /**
   * Context of that kubeconfig.
   * @default its current one
   */
  readonly context?: string;
  /**
   * How long the job may take to become STABLE, in Flink's notation. "0 s" does not wait.
   * @default "10 min"
   */
  readonly startTimeout?: string;
}
