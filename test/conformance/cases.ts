/** One table of jobs: what each breaks, whichever gate looks at it. Every rule on jobs is broken by one at least. */
import { GOOD_ARGS, GOOD_CONFIGURATION, GOOD_JOB } from "../policies/goodJob.ts";

/** A job that differs from the good one. */
export interface Case {
  /** What is different, in words; also the name of its FlinkDeployment, in kebab case. */
  readonly name: string;
  /** The rules that it breaks, in the order of the alphabet. */
  readonly breaks: readonly string[];
  /** Rules that want to know more. */
  readonly notEvaluated?: readonly string[];
  readonly manifest: object;
}

interface Change {
  /** Options by name; undefined removes one. */
  readonly options?: Readonly<Record<string, string | undefined>>;
  /** Arguments behind all others. */
  readonly more?: readonly string[];
  /** Flink settings; undefined removes one. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly labels?: Readonly<Record<string, string | undefined>>;
  /** Fields of the spec; undefined removes one. */
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly job?: Readonly<Record<string, unknown>>;
}

function jobWith(name: string, { options = {}, more = [], settings = {}, labels = {}, spec = {}, job = {} }: Change): object {
  const given = GOOD_ARGS.map((argument) => /^--([^=]+)=(.*)$/.exec(argument)?.slice(1, 3) ?? []);
  const all = { ...Object.fromEntries(given), ...options };
  const args = [...Object.entries(all).flatMap(([option, value]) => (value === undefined ? [] : [`--${option}=${value}`])), ...more];
  return {
    ...GOOD_JOB,
    metadata: { name: kebab(name), namespace: "beam", labels: defined({ ...GOOD_JOB.metadata.labels, ...labels }) },
    spec: defined({
      ...GOOD_JOB.spec,
      ...spec,
      flinkConfiguration: defined({ ...GOOD_CONFIGURATION, ...settings }),
      job: defined({ ...GOOD_JOB.spec.job, ...job, args }),
    }),
  };
}

function defined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function kebab(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 45)
    .replace(/-+$/, "");
}

function aCase(name: string, breaks: readonly string[], change: Change, notEvaluated: readonly string[] = []): Case {
  return { name, breaks, ...(notEvaluated.length === 0 ? {} : { notEvaluated }), manifest: jobWith(name, change) };
}

const INTERVAL = "execution.checkpointing.interval";
const STORAGE = "execution.checkpointing.storage";
const DIRECTORY = "execution.checkpointing.dir";

/** The table. */
export const CASES: readonly Case[] = [
  aCase("a good job", [], {}),
  aCase("settings as nested YAML", [], {
    settings: {
      [DIRECTORY]: undefined,
      "execution.checkpointing.savepoint-dir": undefined,
      execution: { checkpointing: { dir: "s3://example-state/x/checkpoints", "savepoint-dir": "s3://example-state/x/savepoints" } },
    },
  }),
  aCase("older names of settings", [], {
    settings: {
      [DIRECTORY]: undefined,
      "state.checkpoints.dir": "s3://example-state/x/checkpoints",
      "high-availability.type": undefined,
      "high-availability": "kubernetes",
    },
  }),
  aCase("options as two arguments", [], { options: { maxBundleSize: undefined }, more: ["--maxBundleSize", "20000"] }),
  aCase("no checkpoints", ["checkpoint-interval", "checkpoint-timeout"], { options: { checkpointingInterval: undefined } }),
  aCase("checkpoints every 61 s", ["checkpoint-interval", "checkpoint-timeout"], { options: { checkpointingInterval: "61000" } }),
  aCase("checkpoints every 60 s", [], { options: { checkpointingInterval: "60000" } }),
  aCase("an interval that is no number", ["checkpoint-interval"], { options: { checkpointingInterval: "10s" } }),
  aCase("a timeout of 10 min", ["checkpoint-timeout"], { options: { checkpointTimeoutMillis: "600000" } }),
  aCase("checkpoints in a folder of the pod", ["checkpoint-storage"], { settings: { [DIRECTORY]: "file:///tmp/checkpoints" } }),
  aCase("checkpoints in the memory of the JobManager", ["checkpoint-storage"], { settings: { [STORAGE]: "jobmanager" } }),
  aCase("only the interval of Flink", ["checkpoint-one-writer", "checkpoint-timeout"], {
    options: { checkpointingInterval: undefined },
    settings: { [INTERVAL]: "10 s" },
  }),
  aCase("two writers of the interval", ["checkpoint-one-writer"], { settings: { [INTERVAL]: "20 s" } }),
  aCase("two writers that agree", [], { settings: { [INTERVAL]: "10000" } }),
  aCase("at least once", ["checkpoint-exactly-once"], { options: { checkpointingMode: "AT_LEAST_ONCE" } }),
  aCase("unaligned and concurrent", ["checkpoint-unaligned"], {
    options: { unalignedCheckpointEnabled: "true", numConcurrentCheckpoints: "2" },
  }),
  aCase("checkpoints deleted on cancellation", ["checkpoint-retained"], {
    settings: { "execution.checkpointing.externalized-checkpoint-retention": "DELETE_ON_CANCELLATION" },
  }),
  aCase("many pipelines with open bundles", ["checkpoint-budget", "finish-bundle"], {
    options: { finishBundleBeforeCheckpointing: "false" },
    labels: { "beam-flink/pipelines": "100" },
  }),
  aCase("a small bundle", ["bundle-size"], { options: { maxBundleSize: "9999" } }),
  aCase("a large bundle", ["bundle-size"], { options: { maxBundleSize: "100001" } }),
  aCase("the largest bundle", [], { options: { maxBundleSize: "100000" } }),
  aCase("a bundle of 31 s", ["bundle-time"], { options: { maxBundleTimeMills: "31000" } }),
  aCase("a bundle of half the timeout", [], { options: { maxBundleTimeMills: "30000" } }),
  aCase("bundles that stay open", ["finish-bundle"], { options: { finishBundleBeforeCheckpointing: undefined } }),
  aCase("large options", ["options-application-data", "options-size"], { options: { topics: "x".repeat(5000) } }),
  aCase("large options in several bytes a letter", ["options-application-data", "options-size"], { options: { topics: "ä".repeat(2100) } }),
  aCase("data of the application", ["options-application-data"], { options: { topics: "orders" } }),
  aCase("a password", ["options-application-data", "options-secrets"], { options: { databasePassword: "correct-horse" } }),
  aCase("a Beam that does not know the Flink", ["beam-flink-compatibility"], { labels: { "beam-flink/beam-version": "2.69.0" } }),
  aCase("an old Beam", ["beam-flink-compatibility", "beam-version"], {
    labels: { "beam-flink/beam-version": "2.60.0" },
    spec: { flinkVersion: "v1_18" },
    settings: { "taskmanager.load-balance.mode": undefined, "cluster.evenly-spread-out-slots": "true" },
  }),
  aCase("no maximum of the parallelism", ["max-parallelism"], { options: { maxParallelism: undefined } }),
  aCase("an autoscaler without its scheduler", ["adaptive-scheduler"], {
    settings: { "job.autoscaler.enabled": "true", "job.autoscaler.vertex.max-parallelism": "120" },
  }),
  aCase("TaskManagers without balance", ["slot-balance"], { settings: { "taskmanager.load-balance.mode": undefined } }),
  aCase("a stateless upgrade", ["upgrade-mode"], { job: { upgradeMode: "stateless" } }),
  aCase("the last state without high availability", ["high-availability"], {
    job: { upgradeMode: "last-state" },
    settings: { "high-availability.type": undefined },
  }),
  aCase("savepoints without a directory", ["savepoint-storage"], { settings: { "execution.checkpointing.savepoint-dir": undefined } }),
  aCase("a drain that stays on", ["drain-on-delete"], {
    settings: {
      "kubernetes.operator.job.savepoint-on-deletion": "true",
      "kubernetes.operator.job.drain-on-savepoint-deletion": "true",
    },
  }),
  aCase("state that nobody takes over", ["non-restored-state"], { job: { allowNonRestoredState: true } }),
  aCase("a setting of the operator", ["job-name"], { settings: { "kubernetes.cluster-id": "other" } }),
  aCase("a TaskManager without memory", ["job-resources"], { spec: { taskManager: { resource: { cpu: 1 } } } }),
  aCase("an image by its tag", ["image-pinned"], { spec: { image: "registry.example/orders:1.0.0" } }),
  aCase("an access key", ["workload-identity"], { settings: { "s3.access-key": "example" } }),
  aCase(
    "a job that says nothing of itself",
    [],
    {
      labels: { "beam-flink/beam-version": undefined, "beam-flink/operator-version": undefined, "beam-flink/pipelines": undefined },
    },
    ["beam-flink-compatibility", "beam-version", "checkpoint-budget"],
  ),
];
