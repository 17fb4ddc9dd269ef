/** FlinkDeployments at random, for comparisons of gates: what the API server takes, whatever the operator would say. */
import * as fc from "fast-check";
import { ARGUMENTS, DIRECTORIES, DURATIONS, LEAVES, WORDS } from "./randomValues.ts";

/** Settings that the rules read, by their newest and older names. */
const SETTING_NAMES = [
  "execution.checkpointing.interval",
  "execution.checkpointing.timeout",
  "execution.checkpointing.dir",
  "state.checkpoints.dir",
  "state.backend.fs.checkpointdir",
  "execution.checkpointing.storage",
  "state.checkpoint-storage",
  "other.key",
  "high-availability.type",
  "high-availability",
  "high-availability.storageDir",
  "recovery.mode",
  "kubernetes.jobmanager.replicas",
  "execution.checkpointing.savepoint-dir",
  "state.savepoints.dir",
  "kubernetes.operator.periodic.savepoint.interval",
  "kubernetes.operator.job.savepoint-on-deletion",
  "execution.state-recovery.ignore-unclaimed-state",
  "execution.savepoint.ignore-unclaimed-state",
  "kubernetes.namespace",
  "kubernetes.cluster-id",
  "high-availability.cluster-id",
  "jobmanager.memory.process.size",
  "jobmanager.heap.mb",
  "kubernetes.jobmanager.cpu.amount",
  "kubernetes.jobmanager.cpu",
  "taskmanager.memory.task.heap.size",
  "taskmanager.memory.managed.size",
  "taskmanager.cpu.cores",
  "kubernetes.container.image",
  "kubernetes.container.image.ref",
];

const IMAGES = fc.constantFrom(
  "flink:1.19",
  "flink",
  "flink:latest",
  "flink:latest-java11",
  "flink:latest-",
  "flink:latest.1",
  "flink:1-latest",
  "flink:latest-1\n",
  "",
  "r:5000/a/b",
  "r:5000/a/b:1",
  "r:5000",
  "a@sha256:1",
  `a@sha256:${"0a".repeat(32)}`,
  "A:1",
  "H/a:1",
  `r/a:latest@sha256:${"0a".repeat(32)}`,
  "a:b:c",
  "a/latest",
  "a:-x",
  `a:${"x".repeat(129)}`,
  "a:1\n",
  "é:1",
  "http://a:1",
);

/** A pod template with containers, of which one may run Flink. */
const POD_TEMPLATE = fc
  .array(fc.record({ name: fc.constantFrom("flink-main-container", "sidecar"), image: IMAGES }, { requiredKeys: [] }), { maxLength: 2 })
  .map((containers) => ({ spec: { containers } }));

/** Other fields of the spec that the rules read. */
const FIELDS = fc.record(
  {
    upgradeMode: fc.constantFrom("savepoint", "last-state", "stateless"),
    allowNonRestoredState: fc.boolean(),
  },
  { requiredKeys: [] },
);

const RESOURCE = fc.record(
  { memory: fc.constantFrom("1g", "", " ", "0", "0.0", "0x0", "0e5", "1e-400", "-0", "0g"), cpu: fc.constantFrom(0, 1, 0.5, -1, 1e-7) },
  { requiredKeys: [] },
);

/** The parts of both kinds of process. */
const PROCESS = fc.record(
  { replicas: fc.integer({ min: 0, max: 3 }), resource: RESOURCE, podTemplate: POD_TEMPLATE },
  { requiredKeys: [] },
);

const SPEC = fc.record({ image: IMAGES, podTemplate: POD_TEMPLATE, jobManager: PROCESS, taskManager: PROCESS }, { requiredKeys: [] });

/** Names that Kubernetes takes, and the operator not always. */
const NAMES = fc.constantFrom("job", "a", "1job", "a.b", "job-1", "x".repeat(45), "x".repeat(46), "x".repeat(60));

/** A dotted name split over levels at random, with its value. */
const SETTINGS = (leaves: fc.Arbitrary<unknown>) =>
  fc
    .tuple(fc.constantFrom(...SETTING_NAMES), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), leaves)
    .map(([name, breaks, value]) => {
      const parts = name.split(".");
      const keys: string[] = [];
      for (const [index, part] of parts.entries()) {
        if (index === 0 || breaks[index - 1] === true) keys.push(part);
        else keys.push(`${keys.pop()}.${part}`);
      }
      return { keys, value };
    });

/** Puts the value where it does not lie under a scalar. */
function place(root: Record<string, unknown>, { keys, value }: { readonly keys: readonly string[]; readonly value: unknown }): void {
  let node = root;
  for (const key of keys.slice(0, -1)) {
    const next = (node[key] ??= {});
    if (typeof next !== "object" || next === null || Array.isArray(next)) return;
    node = next as Record<string, unknown>;
  }
  const last = keys.at(-1);
  if (last !== undefined) node[last] ??= value;
}

function configuration(settings: readonly { readonly keys: readonly string[]; readonly value: unknown }[]): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const setting of settings) place(root, setting);
  return root;
}

/** Configuration of any shape, as operators from 1.12 on allow it. */
export const NESTED_CONFIGURATION = fc.array(SETTINGS(LEAVES), { maxLength: 6 }).map(configuration);

/** Configuration of flat texts, as all operators allow it. */
export const FLAT_CONFIGURATION = fc
  .array(fc.tuple(fc.constantFrom(...SETTING_NAMES), fc.oneof(DURATIONS, WORDS, DIRECTORIES)), { maxLength: 8 })
  .map((entries) => Object.fromEntries(entries));

/** A job with random arguments and one of these configurations. */
export function randomJob(configurations: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<object> {
  const parts = fc.record({ name: NAMES, args: ARGUMENTS, flinkConfiguration: configurations, fields: FIELDS, spec: SPEC });
  return parts.map(({ name, args, flinkConfiguration, fields, spec }) => ({
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkDeployment",
    metadata: { name },
    spec: { ...spec, flinkConfiguration, job: { ...fields, args } },
  }));
}
