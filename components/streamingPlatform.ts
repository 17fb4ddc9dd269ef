/**
 * A whole platform in one call: the operator on an existing cluster, the namespaces its jobs run in, the checkpoint
 * bucket and the autoscaling policy. `platform.job()` adds a Beam job with all of these filled in.
 */
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type AutoscalingSettings, ArgumentError } from "../model/index.ts";
import { AutoscalingPolicy } from "./autoscalingPolicy.ts";
import { BeamJob } from "./beamJob.ts";
import type { BeamJobArgs } from "./beamJob/args.ts";
import { CheckpointBucket, type CheckpointBucketArgs } from "./checkpointBucket.ts";
import { FlinkOperator, type FlinkOperatorArgs } from "./flinkOperator.ts";
import { exactlyOne, validated } from "./validation.ts";
import type { VersionArgs } from "./versionArgs.ts";

/** A cluster that is there already. */
export interface ExistingClusterArgs {
  /**
   * Text of its kubeconfig. Kept as a secret.
   * @default the ambient one, as kubectl uses it
   */
  readonly kubeconfig?: pulumi.Input<string>;
  /**
   * Context of the kubeconfig.
   * @default its current one
   */
  readonly context?: string;
}

export interface PlatformClusterArgs {
  /** A cluster that is there already. */
  readonly existing?: ExistingClusterArgs;
}

/** The operator's arguments, less what the platform fills in. */
export interface PlatformOperatorArgs extends Omit<FlinkOperatorArgs, "namespace" | "watchedNamespaces" | "version"> {
  /**
   * Namespace of the operator; the platform makes it.
   * @default "flink-operator"
   */
  readonly namespace?: string;
}

export interface StreamingPlatformArgs {
  /** Where it runs. */
  readonly cluster: PlatformClusterArgs;
  /** Where jobs keep their state. */
  readonly bucket: CheckpointBucketArgs;
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
}

/** A job's arguments, less what the platform fills in. */
export interface PlatformJobArgs extends Omit<BeamJobArgs, "namespace" | "storage" | "kubeconfig" | "context"> {
  /**
   * One of the platform's job namespaces.
   * @default the first of them
   */
  readonly namespace?: string;
}

export class StreamingPlatform extends pulumi.ComponentResource {
  /** The provider of everything on the cluster. */
  readonly provider: k8s.Provider;
  readonly operator: FlinkOperator;
  readonly bucket: CheckpointBucket;
  readonly autoscaling: AutoscalingPolicy | undefined;
  /** Namespaces that jobs may run in. */
  readonly jobNamespaces: readonly string[];
  readonly #versions: VersionArgs | undefined;
  readonly #cluster: { readonly kubeconfig: pulumi.Input<string> | undefined; readonly context: string | undefined };

  constructor(name: string, args: StreamingPlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    super("beam-flink:index:StreamingPlatform", name, {}, opts); // its parts record their own arguments
    const existing = validated("StreamingPlatform", name, () => {
      exactlyOne(args.cluster, ["existing"], "cluster");
      return args.cluster.existing!;
    });
    this.jobNamespaces = validated("StreamingPlatform", name, () => distinct(args.jobNamespaces ?? ["beam"]));
    this.#versions = args.versions;
    const kubeconfig = existing.kubeconfig === undefined ? undefined : pulumi.secret(existing.kubeconfig);
    this.#cluster = { kubeconfig, context: existing.context };

    // The program wins over what was changed by hand: such a field has another manager, and an update would stop at the conflict.
    const access = { ...this.#cluster, enablePatchForce: true };
    const provider = new k8s.Provider(`${name}-kubernetes`, access, { parent: this });
    this.provider = provider;
    const child = { parent: this, providers: [provider] };
    const { namespace: operatorNamespace = "flink-operator", ...operator } = args.operator ?? {};
    const namespaces = [...new Set([operatorNamespace, ...this.jobNamespaces])].map(
      (value) => new k8s.core.v1.Namespace(`${name}-namespace-${value}`, { metadata: { name: value } }, { parent: this, provider }),
    );
    this.operator = new FlinkOperator(
      `${name}-operator`,
      { ...operator, version: args.versions?.operator, namespace: operatorNamespace, watchedNamespaces: this.jobNamespaces },
      { ...child, dependsOn: namespaces },
    );
    this.bucket = new CheckpointBucket(`${name}-bucket`, args.bucket, child);
    this.autoscaling =
      args.autoscaling === undefined
        ? undefined
        : new AutoscalingPolicy(`${name}-autoscaling`, { ...args.autoscaling, versions: args.versions }, child);
    this.registerOutputs({ bucket: this.bucket.uri, operatorVersion: this.operator.version, jobNamespaces: this.jobNamespaces });
  }

  /** A Beam job on this platform, with its operator's version, its bucket and its autoscaling policy. */
  job(name: string, args: PlatformJobArgs, opts?: pulumi.ComponentResourceOptions): BeamJob {
    const { namespace = this.jobNamespaces[0]!, ...rest } = args;
    validated("StreamingPlatform.job", name, () => {
      if (this.jobNamespaces.includes(namespace)) return;
      throw new ArgumentError({
        field: "namespace",
        value: namespace,
        rule: `must be one of the platform's job namespaces (${this.jobNamespaces.join(", ")})`,
        remedy: "Choose one of these, or add it to jobNamespaces.",
      });
    });
    const before = { parent: this, providers: [this.provider], dependsOn: [...this.operator.ready] };
    const storage = this.bucket.grant(name, { namespace }, { provider: this.provider, dependsOn: before.dependsOn });
    return new BeamJob(
      name,
      {
        ...rest,
        namespace,
        storage,
        ...this.#cluster,
        versions: { ...this.#versions, ...args.versions },
        autoscaling: args.autoscaling ?? this.autoscaling?.settings,
      },
      pulumi.mergeOptions(before, opts),
    );
  }
}

function distinct(names: readonly string[]): readonly string[] {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (names.length > 0 && twice === undefined) return names;
  throw new ArgumentError({
    field: "jobNamespaces",
    value: names,
    rule: twice === undefined ? "must name at least one namespace" : `must not name ${twice} twice`,
    remedy: 'Give each namespace once, such as ["beam"].',
  });
}
