/** A FlinkDeployment that obeys every rule, and for each rule that admission can hold some that do not. */

/** Parts of a job that a case changes. */
interface Parts {
  readonly name?: string;
  readonly image?: string;
  readonly options?: Readonly<Record<string, string | undefined>>;
  readonly settings?: Readonly<Record<string, string | undefined>>;
  readonly job?: Readonly<Record<string, unknown>>;
  readonly jobManager?: object;
  readonly taskManager?: object;
}

const OPTIONS = {
  runner: "FlinkRunner",
  checkpointingInterval: "10000",
  checkpointTimeoutMillis: "60000",
  maxBundleSize: "10000",
  maxBundleTimeMills: "10000",
  finishBundleBeforeCheckpointing: "true",
};

const SETTINGS = {
  "execution.checkpointing.dir": "s3://state/orders/checkpoints",
  "execution.checkpointing.savepoint-dir": "s3://state/orders/savepoints",
  "high-availability.type": "kubernetes",
  "high-availability.storageDir": "s3://state/orders/ha",
};

/** A FlinkDeployment as it is sent. */
export interface Job {
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** A job that differs from the compliant one in these parts; undefined leaves out. */
export function jobOf(parts: Parts = {}): Job {
  const { name = "orders", image = "registry.example/orders:1.2.0", options, settings, job, jobManager, taskManager } = parts;
  const args = Object.entries({ ...OPTIONS, ...options }).flatMap(([option, value]) =>
    value === undefined ? [] : [`--${option}=${value}`],
  );
  const process = { resource: { cpu: 1, memory: "2g" } };
  const manifest: Job & { readonly apiVersion: string; readonly kind: string } = {
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkDeployment",
    metadata: { name },
    spec: {
      image,
      flinkVersion: "v1_19",
      serviceAccount: "flink",
      flinkConfiguration: { ...SETTINGS, ...settings },
      jobManager: { ...process, ...jobManager },
      taskManager: { ...process, ...taskManager },
      job: { jarURI: "local:///opt/flink/usrlib/job.jar", upgradeMode: "savepoint", ...job, args },
    },
  };
  // As it is sent: without what is not set.
  return JSON.parse(JSON.stringify(manifest)) as typeof manifest;
}

/** Jobs that break a rule, in the order of the rules. */
export const VIOLATIONS: readonly (readonly [rule: string, what: string, job: object])[] = [
  ["checkpoint-interval", "no interval", jobOf({ options: { checkpointingInterval: undefined } })],
  ["checkpoint-interval", "one that is too long", jobOf({ options: { checkpointingInterval: "300000" } })],
  ["checkpoint-interval", "one that is too short", jobOf({ options: { checkpointingInterval: "999" } })],
  [
    "checkpoint-interval",
    "Flink's in another notation",
    jobOf({ options: { checkpointingInterval: undefined }, settings: { "execution.checkpointing.interval": " 2 MIN" } }),
  ],
  [
    "checkpoint-interval",
    "a short one of Flink",
    jobOf({ options: { checkpointingInterval: undefined }, settings: { "execution.checkpointing.interval": "1 ms" } }),
  ],
  [
    "checkpoint-interval",
    "Flink's beside an option that says not set",
    jobOf({ options: { checkpointingInterval: "-1" }, settings: { "execution.checkpointing.interval": "61 s" } }),
  ],
  [
    "checkpoint-timeout",
    "no timeout with Flink's interval",
    jobOf({ options: { checkpointingInterval: undefined }, settings: { "execution.checkpointing.interval": "10 s" } }),
  ],
  [
    "checkpoint-timeout",
    "a long one of Flink",
    jobOf({ options: { checkpointTimeoutMillis: undefined }, settings: { "execution.checkpointing.timeout": "2 min" } }),
  ],
  ["checkpoint-timeout", "no timeout", jobOf({ options: { checkpointTimeoutMillis: undefined } })],
  ["checkpoint-timeout", "one that is too long", jobOf({ options: { checkpointTimeoutMillis: "600000" } })],
  ["checkpoint-timeout", "one under the interval", jobOf({ options: { checkpointTimeoutMillis: "5000", maxBundleTimeMills: "1000" } })],
  [
    "checkpoint-timeout",
    "Flink's under Flink's interval",
    jobOf({
      options: { checkpointingInterval: undefined },
      settings: { "execution.checkpointing.interval": "30 s", "execution.checkpointing.timeout": "10 s" },
    }),
  ],
  ["checkpoint-storage", "no directory", jobOf({ settings: { "execution.checkpointing.dir": undefined } })],
  [
    "checkpoint-storage",
    "a directory of the pod, by its older name",
    jobOf({ settings: { "execution.checkpointing.dir": undefined, "state.checkpoints.dir": 'file:///"data"\\x' } }),
  ],
  ["checkpoint-storage", "the JobManager's memory", jobOf({ settings: { "execution.checkpointing.storage": " JobManager" } })],
  ["checkpoint-storage", "the same by its older name", jobOf({ settings: { "state.checkpoint-storage": "jobmanager" } })],
  [
    "checkpoint-storage",
    "Beam's directory in the pod",
    jobOf({ options: { stateBackend: "rocksdb", stateBackendStoragePath: "file:///data" } }),
  ],
  [
    "checkpoint-storage",
    "Beam's directory of a factory",
    jobOf({ options: { stateBackendFactory: "com.example.Factory", stateBackendStoragePath: "file:///data" } }),
  ],
  [
    "checkpoint-storage",
    "Beam's directory, which it does not read",
    jobOf({ options: { stateBackendStoragePath: "s3://state" }, settings: { "execution.checkpointing.dir": undefined } }),
  ],
  ["bundle-size", "no size", jobOf({ options: { maxBundleSize: undefined } })],
  ["bundle-size", "one that is too small", jobOf({ options: { maxBundleSize: "9999" } })],
  ["bundle-size", "one that is too large", jobOf({ options: { maxBundleSize: "100001" } })],
  ["bundle-size", "a text", jobOf({ options: { maxBundleSize: "1e4" } })],
  ["bundle-time", "no time", jobOf({ options: { maxBundleTimeMills: undefined } })],
  ["bundle-time", "one over half the timeout", jobOf({ options: { maxBundleTimeMills: "30001" } })],
  ["bundle-time", "half of an odd timeout", jobOf({ options: { maxBundleTimeMills: "12000", checkpointTimeoutMillis: "20001" } })],
  ["finish-bundle", "no option", jobOf({ options: { finishBundleBeforeCheckpointing: undefined } })],
  ["finish-bundle", "an option that is false", jobOf({ options: { finishBundleBeforeCheckpointing: "false" } })],
  ["options-size", "large options", jobOf({ options: { rules: "é".repeat(2000), other: "x".repeat(300) } })],
  [
    "options-size",
    "names that are not told",
    jobOf({
      options: {
        AKIAIOSFODNN7EXAMPLE: "x".repeat(2000),
        [`eyJ${"h".repeat(8)}.eyJ${"p".repeat(30)}.${"s".repeat(8)}`]: "x".repeat(1999),
        ["o".repeat(65)]: "x".repeat(1998),
      },
    }),
  ],
  [
    "options-size",
    "names that are told",
    jobOf({
      options: { XAKIAIOSFODNN7EXAMPLE: "x".repeat(2000), ["o".repeat(64)]: "x".repeat(1999), "glpat-short": "x".repeat(1998) },
    }),
  ],
  ["upgrade-mode", "no mode", jobOf({ job: { upgradeMode: undefined } })],
  ["upgrade-mode", "a stateless one", jobOf({ job: { upgradeMode: "stateless" } })],
  [
    "high-availability",
    "last-state without it",
    jobOf({ job: { upgradeMode: "last-state" }, settings: { "high-availability.type": undefined } }),
  ],
  [
    "high-availability",
    "several JobManagers without a directory",
    jobOf({ jobManager: { replicas: 2 }, settings: { "high-availability.storageDir": undefined } }),
  ],
  [
    "high-availability",
    "several by Flink's key",
    jobOf({ settings: { "kubernetes.jobmanager.replicas": " 03\n", "high-availability.storageDir": undefined } }),
  ],
  ["savepoint-storage", "no directory", jobOf({ settings: { "execution.checkpointing.savepoint-dir": undefined } })],
  ["non-restored-state", "the field", jobOf({ job: { allowNonRestoredState: true } })],
  ["job-name", "a long name", jobOf({ name: "o".repeat(46) })],
  ["job-name", "a key of the operator", jobOf({ settings: { "kubernetes.cluster-id": "other" } })],
  ["job-resources", "no memory", jobOf({ taskManager: { resource: { cpu: 1 } } })],
  ["job-resources", "no CPU", jobOf({ jobManager: { resource: { memory: "1g", cpu: 0 } } })],
  ["image-pinned", "no tag", jobOf({ image: "registry.example:5000/orders" })],
  ["image-pinned", "latest", jobOf({ image: "registry.example/orders:latest" })],
  ["image-pinned", "latest of a kind", jobOf({ image: "registry.example/orders:latest-java11" })],
];
