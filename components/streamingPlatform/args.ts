/** The arguments of a StreamingPlatform and of the jobs on it. */
import type { AutoscalingSettings } from "../../model/platform.ts";
import type { BeamJobArgs } from "../beamJob/args.ts";
import type { CheckpointBucketArgs } from "../checkpointBucket/args.ts";
import type { FlinkOperatorArgs } from "../flinkOperator.ts";
import type { MonitoringArgs } from "../monitoring/args.ts";
import type { Preset } from "../preset.ts";
import type { StreamingClusterArgs } from "../streamingCluster/args.ts";
import type { VersionArgs } from "../versionArgs.ts";

/** The operator's arguments, less what the platform fills in. */
export interface PlatformOperatorArgs extends Omit<FlinkOperatorArgs, "namespace" | "watchedNamespaces" | "version"> {
  /**
   * Namespace of the operator; the platform makes it.
   * @default "flink-operator"
   */
  readonly namespace?: string;
  /**
   * True when the operator and all namespaces are there already, made by another stack: this one adds jobs only.
   * @default false
   */
  readonly existing?: boolean;
}

/** The cluster's arguments, less what the platform fills in: exactly one of `eks`, `gke` and `existing`. */
export type PlatformClusterArgs = Omit<StreamingClusterArgs, "preset" | "tags">;

/** The bucket's arguments, less what the platform fills in: exactly one of `s3`, `gcs` and `endpoint`. */
export type PlatformBucketArgs = Omit<CheckpointBucketArgs, "preset" | "tags">;

/** The arguments of monitoring, less what the platform fills in: exactly one of `podMonitor` and `annotations` says how jobs are scraped. */
export type PlatformMonitoringArgs = Omit<MonitoringArgs, "jobNamespaces" | "jobs" | "autoscaled">;

export interface StreamingPlatformArgs {
  /** Where it runs: exactly one of `eks`, `gke` and `existing`. */
  readonly cluster: PlatformClusterArgs;
  /** Where jobs keep their state: exactly one of `s3`, `gcs` and `endpoint`. */
  readonly bucket: PlatformBucketArgs;
  /**
   * Defaults of cluster and bucket: see the table in docs/environments.md.
   * @default "production"
   */
  readonly preset?: Preset;
  /**
   * Tags of each AWS resource, labels of each Google Cloud resource that can have them.
   * @default none but the package's own
   */
  readonly tags?: { readonly [key: string]: string };
  /**
   * Namespaces of the jobs; the platform makes them.
   * @default ["beam"]
   */
  readonly jobNamespaces?: readonly string[];
  /**
   * Versions of Beam, Flink and the operator that jobs get unless they say otherwise.
   * @default the current line of the compatibility matrix
   */
  readonly versions?: VersionArgs;
  /**
   * The operator.
   * @default the official image and definitions of the version
   */
  readonly operator?: PlatformOperatorArgs;
  /**
   * How jobs scale.
   * @default their parallelism is fixed
   */
  readonly autoscaling?: AutoscalingSettings;
  /**
   * How jobs are scraped, when alerts fire, and the dashboard.
   * @default jobs serve their metrics; nothing scrapes them
   */
  readonly monitoring?: PlatformMonitoringArgs;
  /**
   * The jobs, by name. They are checked with the platform, before anything is registered. A program in TypeScript can add others by
   * `StreamingPlatform.job`.
   * @default none
   */
  readonly jobs?: { readonly [name: string]: PlatformJobArgs };
  /**
   * Kubernetes groups whose members may manage jobs in the job namespaces, and nothing else: on EKS those of an access entry.
   * @default none
   */
  readonly jobTeamGroups?: readonly string[];
}

/** A job's arguments, less what the platform fills in. */
export interface PlatformJobArgs extends Omit<BeamJobArgs, "namespace" | "storage" | "kubeconfig" | "context" | "serviceAccount"> {
  /**
   * One of the platform's job namespaces.
   * @default the first of them
   */
  readonly namespace?: string;
  /**
   * Service account of the pods, which must be there and be bound to the Role `flink`.
   * @default on a cloud's bucket one of the job's own, `job-<name>`; on an S3-compatible server "flink"
   */
  readonly serviceAccount?: string;
}
