/**
 * From arguments to the FlinkDeployment's manifest: pure, so that a preview knows all that the arguments know.
 * Values that the engine may not know yet (bucket, image, namespace) are only ever put in place, never looked at.
 */
import * as pulumi from "@pulumi/pulumi";
import {
  ArgumentError,
  baseConfiguration,
  formatMemorySize,
  parseMemorySize,
  positive,
  renderAutoscaling,
  renderCheckpointing,
  renderPipelineArguments,
  resolveVersions,
  stateKeys,
  validateJobName,
  type Versions,
} from "../../model/index.ts";
import { FLINK_USER, JOB_SERVICE_ACCOUNT } from "../flinkOperator/deployment.ts";
import type { BeamJobArgs } from "./args.ts";

/** Name the operator gives a Flink pod's main container. */
const MAIN_CONTAINER = "flink-main-container";
const APPLICATION_CONFIG_FOLDER = "/etc/beam-application";
/** File name of the application configuration, in its ConfigMap and in the pods. */
export const APPLICATION_CONFIG_FILE = "application.json";

const DEFAULT_MAX_PARALLELISM = 120;
const DEFAULT_SLOTS = 2;

/** What a job's manifest is made of, once checked. */
export interface BeamJobPlan {
  readonly jobName: string;
  readonly versions: Versions;
  /** `s3://bucket/<job>`. */
  readonly directory: pulumi.Output<string>;
  readonly spec: { readonly [key: string]: unknown };
}

/** Throws an ArgumentError for anything the arguments alone show to be wrong. */
export function planBeamJob(name: string, args: BeamJobArgs, applicationConfigMap: pulumi.Input<string> | undefined): BeamJobPlan {
  const jobName = args.jobName ?? name;
  validateJobName(jobName, args.jobName === undefined ? "name" : "jobName");
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
  const checkpointing = renderCheckpointing(args.checkpoints ?? {}, args.bundles ?? {}, versions);
  const directory = pulumi.interpolate`${args.storage.uri}/${jobName}`;
  return {
    jobName,
    versions,
    directory,
    spec: {
      image: args.image,
      flinkVersion: versions.flinkVersionField,
      mode: args.mode ?? "native",
      serviceAccount: args.serviceAccount ?? JOB_SERVICE_ACCOUNT,
      flinkConfiguration: flinkConfiguration(args, versions, { maxParallelism, ...checkpointing }, directory),
      podTemplate: podTemplate(args, applicationConfigMap),
      jobManager: { resource: resource(args.jobManager ?? {}, "jobManager", "1 gb"), replicas: 1 },
      taskManager: { resource: resource(args.taskManager ?? {}, "taskManager", "2 gb") },
      job: {
        jarURI: args.jarUri ?? "local:///opt/flink/usrlib/job.jar",
        entryClass: args.entryClass,
        args: pipelineArguments(args, jobName, maxParallelism, checkpointing.pipelineOptions, versions),
        parallelism,
        state: "running",
        upgradeMode: args.upgradeMode ?? "savepoint",
        allowNonRestoredState: false,
        ...(args.initialSavepoint === undefined ? {} : { initialSavepointPath: args.initialSavepoint }),
      },
    },
  };
}

/** Options that an argument writes may be repeated in `pipelineOptions` only by leaving the argument out. */
function pipelineArguments(args: BeamJobArgs, jobName: string, maxParallelism: number, written: object, versions: Versions): string[] {
  const given = args.pipelineOptions ?? {};
  const ours = { runner: "FlinkRunner", streaming: true, jobName, maxParallelism, ...written };
  const twice = Object.keys(given).find((option) => option in ours);
  if (twice !== undefined) {
    throw new ArgumentError({
      field: `pipelineOptions.${twice}`,
      value: given[twice],
      rule: "is written by another argument",
      remedy: `Set it by ${WRITTEN_BY[twice] ?? "checkpoints or bundles"}, so that it has one writer.`,
    });
  }
  return renderPipelineArguments({ ...ours, ...given }, versions);
}

const WRITTEN_BY: Readonly<Record<string, string>> = {
  runner: "nothing: it is always FlinkRunner",
  streaming: "nothing: it is always true",
  jobName: "jobName",
  maxParallelism: "maxParallelism",
  maxBundleSize: "bundles.size",
  maxBundleTimeMills: "bundles.time",
  finishBundleBeforeCheckpointing: "bundles.finishBeforeCheckpoint",
  checkpointingInterval: "checkpoints.interval",
  checkpointTimeoutMillis: "checkpoints.timeout",
};

function flinkConfiguration(
  args: BeamJobArgs,
  versions: Versions,
  planned: { readonly maxParallelism: number; readonly flinkConfiguration: Record<string, string> },
  directory: pulumi.Output<string>,
): Record<string, pulumi.Input<string>> {
  const keys = stateKeys(versions);
  const written: Record<string, pulumi.Input<string>> = {
    ...baseConfiguration(versions),
    ...(args.stateBackend === undefined ? {} : { [keys.stateBackend]: args.stateBackend }),
    ...planned.flinkConfiguration,
    // Without a limit of its own the autoscaler would plan for more than there are key groups.
    ...(args.autoscaling === undefined ? {} : renderAutoscaling({ maxParallelism: planned.maxParallelism, ...args.autoscaling }, versions)),
    "taskmanager.numberOfTaskSlots": String(positive(args.taskManager?.slots ?? DEFAULT_SLOTS, "taskManager.slots")),
    [keys.checkpointDirectory]: pulumi.interpolate`${directory}/checkpoints`,
    [keys.savepointDirectory]: pulumi.interpolate`${directory}/savepoints`,
    [keys.highAvailabilityStorage]: pulumi.interpolate`${directory}/ha`,
    [keys.jobResultStorePath]: pulumi.interpolate`${directory}/ha/job-results`,
    ...args.storage.flinkConfiguration,
  };
  const twice = Object.keys(args.flinkConfiguration ?? {}).find((key) => key in written);
  if (twice !== undefined) {
    throw new ArgumentError({
      field: `flinkConfiguration["${twice}"]`,
      value: args.flinkConfiguration?.[twice],
      rule: "is written by another argument",
      remedy: "Set it by checkpoints, autoscaling, taskManager or storage, so that it has one writer.",
    });
  }
  return { ...written, ...args.flinkConfiguration };
}

function podTemplate(args: BeamJobArgs, applicationConfigMap: pulumi.Input<string> | undefined): object {
  const variables = Object.entries(args.environment ?? {}).map(([name, value]) => ({ name, value }));
  const config = applicationConfigMap === undefined ? undefined : { name: "application-config", configMap: { name: applicationConfigMap } };
  if (config !== undefined)
    variables.push({ name: "BEAM_APPLICATION_CONFIG", value: `${APPLICATION_CONFIG_FOLDER}/${APPLICATION_CONFIG_FILE}` });
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "pod-template" },
    spec: {
      securityContext: { runAsNonRoot: true, runAsUser: FLINK_USER, runAsGroup: FLINK_USER, fsGroup: FLINK_USER },
      containers: [
        {
          name: MAIN_CONTAINER,
          // The pod's status, and so the operator's error, then holds what Flink printed last.
          terminationMessagePolicy: "FallbackToLogsOnError",
          ...(variables.length === 0 ? {} : { env: variables }),
          ...(args.storage.environmentSecret === undefined ? {} : { envFrom: [{ secretRef: { name: args.storage.environmentSecret } }] }),
          ...(config === undefined ? {} : { volumeMounts: [{ name: config.name, mountPath: APPLICATION_CONFIG_FOLDER, readOnly: true }] }),
        },
      ],
      ...(config === undefined ? {} : { volumes: [config] }),
    },
  };
}

function resource(process: { cpu?: number; memory?: string }, field: string, memory: string): object {
  const cpu = process.cpu ?? 1;
  if (!(cpu > 0))
    throw new ArgumentError({ field: `${field}.cpu`, value: cpu, rule: "must be above 0", remedy: "Give a number of CPUs such as 0.5." });
  // The operator reads Kubernetes-style sizes, without a space and with a one-letter unit.
  const bytes = parseMemorySize(process.memory ?? memory, `${field}.memory`);
  return { cpu, memory: formatMemorySize(bytes).replace(/ (\w)b$/, "$1") };
}
