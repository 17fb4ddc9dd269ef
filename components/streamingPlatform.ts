/**
 * A whole platform in one call: the cluster, the operator, the namespaces its jobs run in, the checkpoint bucket and the
 * autoscaling policy. `platform.job()` adds a Beam job with all of these filled in.
 */
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError, resolveVersions } from "../model/platform.ts";
import { AutoscalingPolicy } from "./autoscalingPolicy.ts";
import { OnDelete } from "./beamJob/onDelete.ts";
import { BeamJob } from "./beamJob.ts";
import { CheckpointBucket } from "./checkpointBucket.ts";
import { JOB_SERVICE_ACCOUNT } from "./flinkOperator/deployment.ts";
import { FlinkOperator } from "./flinkOperator.ts";
import { jobServiceAccount, jobServiceAccountName } from "./jobServiceAccount.ts";
import { JobDrain } from "./jobDrain.ts";
import { jobTeamAccess } from "./jobTeamAccess.ts";
import { jobMetrics, platformMonitoring } from "./monitoring/platform.ts";
import { Monitoring } from "./monitoring.ts";
import { type PlatformReference, platformReference } from "./platformReference.ts";
import { DEFAULT_PRESET, Preset } from "./preset.ts";
import { StreamingCluster } from "./streamingCluster.ts";
import type { PlatformJobArgs, StreamingPlatformArgs } from "./streamingPlatform/args.ts";
import { checkJob, checkPlatform, DEFAULT_JOB_NAMESPACES, DEFAULT_OPERATOR_NAMESPACE, type JobContext } from "./streamingPlatform/plan.ts";
import { validated } from "./validation.ts";

/** A platform for Beam jobs. */
export class StreamingPlatform extends pulumi.ComponentResource {
  /** The cluster. */
  readonly cluster: StreamingCluster;
  /** The provider of everything on the cluster. */
  readonly provider: k8s.Provider;
  /** The operator; undefined when another stack made it. */
  readonly operator: FlinkOperator | undefined;
  /** Release of the operator. */
  readonly operatorVersion: string;
  /** The bucket that jobs keep their state in. */
  readonly bucket: CheckpointBucket;
  /** How jobs scale; undefined where their parallelism is fixed. */
  readonly autoscaling: AutoscalingPolicy | undefined;
  /** Scraping, alerts and dashboard; undefined where there are none. */
  readonly monitoring: Monitoring | undefined;
  /** Namespaces that jobs may run in. */
  readonly jobNamespaces: readonly string[];
  /** Root of the state of all jobs: `s3://bucket` or `gs://bucket`. */
  readonly bucketUri: pulumi.Output<string>;
  /**
   * Text of a kubeconfig of the cluster; undefined for the ambient one.
   * @secret
   */
  readonly kubeconfig: pulumi.Output<string> | undefined;
  /** Command that adds the cluster to a person's own kubeconfig; undefined for one that was there. */
  readonly kubeconfigCommand: pulumi.Output<string> | undefined;
  /** Life-cycle state of each job that the arguments name, as the operator reported it when it was last awaited: `STABLE`. */
  readonly jobStates: { readonly [name: string]: pulumi.Output<string> };
  /** The jobs that the arguments name. */
  readonly jobs: { readonly [name: string]: BeamJob };
  /** The platform as stacks of job teams use it: make it an output, which they read by `getPlatform`. Its secrets stay secret. */
  readonly reference: PlatformReference;
  readonly #context: JobContext;
  readonly #drain: JobDrain;

  constructor(name: string, args: StreamingPlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    super("beam-flink:index:StreamingPlatform", name, checked(name, args), opts); // its parts record their own arguments
    const { preset, tags, versions, bucket, autoscaling, monitoring, jobNamespaces = DEFAULT_JOB_NAMESPACES } = args;
    this.#context = { bucket, versions, autoscaling, monitoring, jobNamespaces };
    this.jobNamespaces = jobNamespaces;
    this.operatorVersion = resolveVersions({ operator: versions?.operator }).operator;

    this.cluster = new StreamingCluster(`${name}-cluster`, { ...args.cluster, preset, tags }, { parent: this });
    this.provider = this.cluster.kubernetesProvider;
    // Also for a platform without jobs: one that the program has no longer is drained by it.
    this.#drain = new JobDrain(`platform/${name}`, { kubeconfig: this.cluster.kubeconfig, context: this.cluster.context });
    const child = { parent: this, providers: [this.provider] };
    this.operator = args.operator?.existing === true ? undefined : this.#operator(name, args);
    this.bucket = new CheckpointBucket(`${name}-bucket`, { ...bucket, preset, tags }, child);
    this.autoscaling =
      autoscaling === undefined ? undefined : new AutoscalingPolicy(`${name}-autoscaling`, { ...autoscaling, versions }, child);
    this.monitoring =
      monitoring === undefined
        ? undefined
        : new Monitoring(
            `${name}-monitoring`,
            platformMonitoring(monitoring, { jobNamespaces, jobs: args.jobs, autoscaling }),
            { ...child, dependsOn: [...(this.operator?.ready ?? [])] }, // its objects are in namespaces that come with the operator
          );
    this.reference = platformReference(this.cluster, args, jobNamespaces);
    this.jobs = Object.fromEntries(Object.entries(args.jobs ?? {}).map(([job, jobArgs]) => [job, this.job(job, jobArgs)]));
    this.bucketUri = this.bucket.uri;
    this.kubeconfig = this.cluster.kubeconfig;
    this.kubeconfigCommand = this.cluster.kubeconfigCommand;
    this.jobStates = Object.fromEntries(Object.entries(this.jobs).map(([job, { state }]) => [job, state]));
    this.registerOutputs({ bucket: this.bucket.uri, operatorVersion: this.operatorVersion, jobNamespaces });
  }

  /** The operator, its namespace and those of jobs. */
  #operator(name: string, args: StreamingPlatformArgs): FlinkOperator {
    const { namespace = DEFAULT_OPERATOR_NAMESPACE, existing: _, ...operator } = args.operator ?? {};
    const onCluster = { parent: this, provider: this.provider };
    // Deleting a namespace deletes the jobs in it, also those of other stacks.
    const kept = { ...onCluster, dependsOn: [...this.cluster.ready], protect: (args.preset ?? DEFAULT_PRESET) === Preset.Production };
    const namespaces = [...new Set([namespace, ...this.jobNamespaces])].map(
      (value) => new k8s.core.v1.Namespace(`${name}-namespace-${value}`, { metadata: { name: value } }, kept),
    );
    const groups = args.jobTeamGroups ?? [];
    if (groups.length > 0) {
      for (const value of this.jobNamespaces)
        jobTeamAccess(`${name}-job-team-${value}`, { namespace: value, groups }, { ...onCluster, dependsOn: namespaces });
    }
    return new FlinkOperator(
      `${name}-operator`,
      { ...operator, version: args.versions?.operator, namespace, watchedNamespaces: this.jobNamespaces },
      { parent: this, providers: [this.provider], dependsOn: namespaces },
    );
  }

  /** A Beam job on this platform, with its operator's version, its bucket, an identity of its own and the autoscaling policy. */
  job(name: string, args: PlatformJobArgs, opts?: pulumi.ComponentResourceOptions): BeamJob {
    validated("StreamingPlatform.job", name, () => checkJob(name, args, this.#context));
    const { namespace = this.jobNamespaces[0]!, jobName = name, ...rest } = args;
    const versions = { ...this.#context.versions, ...args.versions };
    const dependsOn = [...(this.operator?.ready ?? [])];
    const onCloud = this.#context.bucket.endpoint === undefined;
    const ownAccount = onCloud && args.serviceAccount === undefined;
    const serviceAccount = args.serviceAccount ?? (ownAccount ? jobServiceAccountName(jobName) : JOB_SERVICE_ACCOUNT);
    const storage = this.bucket.grant(
      name,
      { namespace, jobName, serviceAccount, identity: this.cluster.identity, versions },
      // A cloud takes seconds to make a grant known everywhere, so it is made as early as can be; a Secret needs its namespace.
      onCloud ? {} : { dependsOn },
    );
    validated("StreamingPlatform.job", name, () => refuseUnannotated(args.serviceAccount, storage.serviceAccountAnnotations));
    const account = ownAccount
      ? jobServiceAccount(
          name,
          { jobName, namespace, annotations: storage.serviceAccountAnnotations },
          { parent: this, provider: this.provider, dependsOn },
        )
      : [];
    return new BeamJob(
      name,
      {
        ...rest,
        jobName,
        namespace,
        serviceAccount,
        storage,
        kubeconfig: this.cluster.kubeconfig,
        context: this.cluster.context,
        ...(args.onDelete === OnDelete.Drain ? { drain: args.drain ?? this.#drain } : {}),
        placement: args.placement ?? this.cluster.placement,
        versions,
        autoscaling: args.autoscaling ?? this.autoscaling?.settings,
        metrics: jobMetrics(args, this.#context.monitoring),
      },
      pulumi.mergeOptions({ parent: this, providers: [this.provider], dependsOn: [...dependsOn, ...account] }, opts),
    );
  }
}

function checked(name: string, args: StreamingPlatformArgs): object {
  validated("StreamingPlatform", name, () => checkPlatform(name, args));
  return {};
}

/** With IAM roles for service accounts the account must carry the role's name, which only an account made here does. */
function refuseUnannotated(serviceAccount: string | undefined, annotations: object | undefined): void {
  if (serviceAccount === undefined || annotations === undefined) return;
  throw new ArgumentError({
    field: "serviceAccount",
    value: serviceAccount,
    rule: "must be left out where jobs get their role by an annotation of the service account (IRSA)",
    remedy: 'Leave it out, or use Pod Identity: bucket.s3.identity "pod-identity".',
  });
}
