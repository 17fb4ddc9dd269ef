/**
 * From arguments to the FlinkDeployment's manifest: pure, so that a preview knows all that the arguments know.
 * Values that the engine may not know yet (bucket, image, namespace) are only ever put in place, never looked at.
 */
import * as pulumi from "@pulumi/pulumi";
import {
  ArgumentError,
  type AutoscalingSettings,
  baseConfiguration,
  formatMemorySize,
  parseDuration,
  oneOf,
  parseMemorySize,
  positive,
  refuseCredentialKeys,
  refuseCredentialVariables,
  refuseOwnedKeys,
  refuseOwnedOptions,
  renderAutoscaling,
  renderCheckpointing,
  type ReactivePlan,
  renderPipelineArguments,
  resolveVersions,
  stateKeys,
  validateJobName,
  validateNamespace,
  type Versions,
} from "../../model/platform.ts";
import { renderMetrics } from "../../model/monitoring/index.ts";
import { JOB_SERVICE_ACCOUNT } from "../flinkOperator/deployment.ts";
import { planReactiveScaling } from "../reactiveScaling.ts";
import { type BeamJobArgs, DeploymentMode, StateBackend, UpgradeMode } from "./args.ts";
import { type DeletionPlan, planDeletion } from "./deletion.ts";
import { jobFacts } from "./facts.ts";
import { placementTemplate, podTemplate } from "./podTemplates.ts";

const DEFAULT_MAX_PARALLELISM = 120;
const DEFAULT_SLOTS = 2;
const DEFAULT_START_TIMEOUT = "10 min";

/** What a job's manifest is made of, once checked. */
export interface BeamJobPlan {
  readonly jobName: string;
  readonly versions: Versions;
  /** Of the FlinkDeployment. */
  readonly labels: Readonly<Record<string, string>>;
  readonly deletion: DeletionPlan;
  /** `s3://bucket/<job>`. */
  readonly directory: pulumi.Output<string>;
  readonly spec: { readonly [key: string]: unknown };
  /** Where Kubernetes scales the job. */
  readonly reactive?: ReactivePlan;
  /** How long the job may take to become STABLE; 0 does not wait. */
  readonly startTimeoutMs: number;
}

/** Throws an ArgumentError for anything the arguments alone show to be wrong. */
export function planBeamJob(name: string, args: BeamJobArgs, applicationConfigMap: pulumi.Input<string> | undefined): BeamJobPlan {
  const jobName = args.jobName ?? name;
  validateJobName(jobName, args.jobName === undefined ? "name" : "jobName");
  validateNamespace(args.namespace, "namespace");
  checkSavepoint(args.initialSavepoint);
  checkCredentials(args);
  const versions = resolveVersions(args.versions ?? {});
  const parallelism = positive(args.parallelism ?? 1, "parallelism");
  const maxParallelism = positive(args.maxParallelism ?? DEFAULT_MAX_PARALLELISM, "maxParallelism");
  if (parallelism > maxParallelism) {
    throw new ArgumentError({
      field: "parallelism",
      value: parallelism,
      rule: `must be at most maxParallelism (${maxParallelism})`,
      remedy: "Lower it, or raise maxParallelism before the job's first run.",
    });
  }
  const highest = args.autoscaling?.maxParallelism ?? 1;
  if (highest > maxParallelism) {
    throw new ArgumentError({
      field: "autoscaling.maxParallelism",
      value: highest,
      rule: `must be at most the job's maxParallelism (${maxParallelism})`,
      remedy: "Lower it, or raise maxParallelism before the job's first run.",
    });
  }
  const slots = positive(args.taskManager?.slots ?? DEFAULT_SLOTS, "taskManager.slots");
  const reactive = planReactiveScaling(args, slots, maxParallelism);
  const deletion = planDeletion(args);
  const checkpointing = renderCheckpointing(args.checkpoints ?? {}, args.bundles ?? {}, versions);
  const directory = pulumi.interpolate`${args.storage.uri}/${jobName}`;
  return {
    jobName,
    versions,
    labels: jobFacts(args.workload ?? {}, versions),
    deletion,
    directory,
    startTimeoutMs: parseDuration(args.startTimeout ?? DEFAULT_START_TIMEOUT, "startTimeout"),
    spec: {
      image: args.image,
      flinkVersion: versions.flinkVersionField,
      mode: oneOf(args.mode ?? (reactive === undefined ? DeploymentMode.Native : DeploymentMode.Standalone), DeploymentMode, "mode"),
      serviceAccount: args.serviceAccount ?? JOB_SERVICE_ACCOUNT,
      flinkConfiguration: flinkConfiguration(args, versions, { slots, maxParallelism, deletion, ...checkpointing }, directory),
      podTemplate: podTemplate(args, versions, applicationConfigMap),
      jobManager: {
        resource: resource(args.jobManager ?? {}, "jobManager", "1 gb"),
        replicas: 1,
        ...placementTemplate(args.placement?.jobManager),
      },
      taskManager: {
        resource: resource(args.taskManager ?? {}, "taskManager", "2 gb"),
        ...(reactive === undefined ? {} : { replicas: reactive.minTaskManagers }),
        ...placementTemplate(args.placement?.taskManager),
      },
      job: {
        jarURI: args.jarUri ?? "local:///opt/flink/usrlib/job.jar",
        entryClass: args.entryClass,
        args: pipelineArguments(args, jobName, maxParallelism, checkpointing.pipelineOptions, versions),
        parallelism: reactive === undefined ? parallelism : reactive.minTaskManagers * slots,
        state: "running",
        upgradeMode: oneOf(args.upgradeMode ?? UpgradeMode.Savepoint, UpgradeMode, "upgradeMode"),
        allowNonRestoredState: false,
        ...(args.initialSavepoint === undefined ? {} : { initialSavepointPath: args.initialSavepoint }),
      },
    },
    ...(reactive === undefined ? {} : { reactive }),
  };
}

/** Flink reads a path without a scheme from the JobManager's own disk, where no savepoint of a job is. */
function checkSavepoint(initialSavepoint: string | undefined): void {
  if (initialSavepoint === undefined || /^[a-z][a-z\d+.-]*:\/\/\S+$/i.test(initialSavepoint)) return;
  throw new ArgumentError({
    field: "initialSavepoint",
    value: initialSavepoint,
    rule: "must be a URI with a scheme",
    remedy: 'Give the whole address, such as "s3://bucket/orders/savepoints/savepoint-1a2b3c-0123456789ab".',
  });
}

/** A bucket of a cloud is reached by the job's identity; only a server without identities has keys, in a Secret of the grant. */
function checkCredentials({ flinkConfiguration: settings = {}, environment = {}, storage }: BeamJobArgs): void {
  refuseCredentialKeys(settings, "flinkConfiguration");
  refuseCredentialKeys(storage.flinkConfiguration ?? {}, "storage.flinkConfiguration");
  if (storage.fileSystem !== undefined) refuseCredentialVariables(environment, "environment");
}

function pipelineArguments(args: BeamJobArgs, jobName: string, maxParallelism: number, written: object, versions: Versions): string[] {
  const given = args.pipelineOptions ?? {};
  refuseOwnedOptions(given, "pipelineOptions");
  return renderPipelineArguments({ runner: "FlinkRunner", streaming: true, jobName, maxParallelism, ...written, ...given }, versions);
}

function flinkConfiguration(
  args: BeamJobArgs,
  versions: Versions,
  planned: {
    readonly slots: number;
    readonly maxParallelism: number;
    readonly deletion: DeletionPlan;
    readonly flinkConfiguration: Record<string, string>;
  },
  directory: pulumi.Output<string>,
): Record<string, pulumi.Input<string>> {
  const keys = stateKeys(versions);
  const written: Record<string, pulumi.Input<string>> = {
    ...baseConfiguration(versions),
    ...(args.stateBackend === undefined ? {} : { [keys.stateBackend]: oneOf(args.stateBackend, StateBackend, "stateBackend") }),
    ...planned.flinkConfiguration,
    ...planned.deletion.flinkConfiguration,
    ...renderMetrics(args.metrics ?? {}).flinkConfiguration,
    ...(args.autoscaling === undefined ? {} : renderAutoscaling(limited(args.autoscaling, planned.maxParallelism), versions)),
    "taskmanager.numberOfTaskSlots": String(planned.slots),
    [keys.checkpointDirectory]: pulumi.interpolate`${directory}/checkpoints`,
    [keys.savepointDirectory]: pulumi.interpolate`${directory}/savepoints`,
    [keys.highAvailabilityStorage]: pulumi.interpolate`${directory}/ha`,
    [keys.jobResultStorePath]: pulumi.interpolate`${directory}/ha/job-results`,
    ...args.storage.flinkConfiguration,
  };
  refuseOwnedKeys(args.flinkConfiguration ?? {}, Object.keys(args.storage.flinkConfiguration ?? {}));
  return { ...written, ...args.flinkConfiguration };
}

/** Without a limit of its own the autoscaler would plan for more than there are key groups. Reactive scaling has one: its TaskManagers. */
function limited(autoscaling: AutoscalingSettings, maxParallelism: number): AutoscalingSettings {
  if (autoscaling.reactive !== undefined) return autoscaling;
  return { ...autoscaling, maxParallelism: autoscaling.maxParallelism ?? maxParallelism };
}

function resource(process: { cpu?: number; memory?: string }, field: string, memory: string): object {
  const cpu = process.cpu ?? 1;
  if (!(cpu > 0))
    throw new ArgumentError({ field: `${field}.cpu`, value: cpu, rule: "must be above 0", remedy: "Give a number of CPUs such as 0.5." });
  // The operator reads Kubernetes-style sizes, without a space and with a one-letter unit.
  const bytes = parseMemorySize(process.memory ?? memory, `${field}.memory`);
  return { cpu, memory: formatMemorySize(bytes).replace(/ (\w)b$/, "$1") };
}
