import { describe, expect, test } from "vitest";
import { type Case, type Changes, classes, fields, mode, options, RESTART, restarted, riskOf, settings } from "./jobs.ts";

const template = (spec: object): Changes => fields({ "spec podTemplate spec": { hostNetwork: false, ...spec } });
const DRAIN = "kubernetes.operator.job.drain-on-savepoint-deletion";
const ADAPTIVE = { "jobmanager.scheduler": "adaptive" };
const OVERRIDES = "pipeline.jobvertex-parallelism-overrides";

const CASES: Readonly<Record<string, readonly Case[]>> = {
  "what the operator does": [
    ["nothing", {}, {}, {}],
    ["a label", {}, fields({ "metadata labels team": "orders" }), { ignored: "no-restart" }],
    ["an annotation", fields({ "metadata annotations a": "1" }), {}, { ignored: "no-restart" }],
    ["the operator's own key", {}, settings({ "kubernetes.operator.savepoint.history.max.count": 3 }), { ignored: "no-restart" }],
    ["a key of the autoscaler", {}, settings({ "job.autoscaler.metrics.window": "5m" }), { ignored: "no-restart" }],
    ["the same by its older name", {}, settings({ "kubernetes.operator.job.autoscaler.metrics.window": "5m" }), { ignored: "no-restart" }],
    ["the default parallelism", {}, settings({ "parallelism.default": 8 }), { ignored: "no-restart" }],
    ["a nonce for a savepoint", {}, fields({ "spec job savepointTriggerNonce": 1 }), { ignored: "no-restart" }],
    ["where a new job would start from", {}, fields({ "spec job initialSavepointPath": "s3://b/s" }), { ignored: "no-restart" }],
    ["memory", {}, RESTART, { redeployed: "restart" }],
    ["a nonce for a restart", {}, fields({ "spec restartNonce": 2 }), { redeployed: "restart" }],
    ["that nonce taken away", fields({ "spec restartNonce": 2 }), {}, { ignored: "no-restart" }],
    ["a setting of Flink", {}, settings({ "taskmanager.numberOfTaskSlots": "4" }), { redeployed: "restart" }],
    [
      "a setting by its newest name",
      settings({ "state.checkpoints.num-retained": 3 }),
      settings({ "execution.checkpointing.num-retained": 3 }),
      { redeployed: "restart" },
    ],
    ["an option of how it runs", {}, options({ maxBundleSize: "5000" }), { redeployed: "restart" }],
    ["an empty template and none", {}, fields({ "spec podTemplate": {} }), { redeployed: "restart" }],
    ["an empty ingress and none", fields({ "spec ingress": { annotations: {} } }), {}, { redeployed: "restart" }],
    ["an empty log configuration and none", {}, fields({ "spec logConfiguration": {} }), { redeployed: "restart" }],
    ["an empty security context and none", template({}), template({ securityContext: {} }), { redeployed: "restart" }],
    ["lists and maps of a pod, empty and none", template({}), template({ volumes: [], nodeSelector: {} }), {}],
    ["no arguments, and none said", fields({ "spec job args": [] }), fields({ "spec job args": undefined }), {}],
    ["an empty text and none", {}, fields({ "spec imagePullPolicy": "" }), { redeployed: "restart" }],
    ["defaults written out", fields({ "spec job state": undefined }), fields({ "spec job allowNonRestoredState": false }), {}],
    ["a number as a text", settings({ "taskmanager.numberOfTaskSlots": 2 }), {}, {}],
    ["nested settings", settings({ taskmanager: { network: { memory: 1 } } }), settings({ "taskmanager.network.memory": "1" }), {}],
  ],
  scaling: [
    ["parallelism in native mode", {}, fields({ "spec job parallelism": 8 }), { redeployed: "restart" }],
    [
      "the same with the Adaptive Scheduler",
      settings(ADAPTIVE),
      { ...settings(ADAPTIVE), ...fields({ "spec job parallelism": 8 }) },
      { redeployed: "restart" },
    ],
    ["overrides with the Adaptive Scheduler", settings(ADAPTIVE), settings({ ...ADAPTIVE, [OVERRIDES]: "a:4" }), { scaled: "no-restart" }],
    ["overrides without it", {}, settings({ [OVERRIDES]: "a:4" }), { scaled: "restart" }],
    [
      "overrides taken away",
      settings({ ...ADAPTIVE, [OVERRIDES]: "a:4,b:2" }),
      settings({ ...ADAPTIVE, [OVERRIDES]: "b:2" }),
      { scaled: "restart" },
    ],
    [
      "overrides beside memory",
      settings(ADAPTIVE),
      { ...RESTART, ...settings({ ...ADAPTIVE, [OVERRIDES]: "a:4" }) },
      { scaled: "restart", redeployed: "restart" },
    ],
    [
      "TaskManagers in reactive mode",
      { ...fields({ "spec mode": "standalone" }), ...settings({ "scheduler-mode": "reactive" }) },
      { ...fields({ "spec mode": "standalone", "spec taskManager replicas": 4 }), ...settings({ "scheduler-mode": "reactive" }) },
      { scaled: "no-restart" },
    ],
    [
      "TaskManagers without it",
      fields({ "spec mode": "standalone" }),
      fields({ "spec mode": "standalone", "spec taskManager replicas": 4 }),
      { scaled: "restart" },
    ],
  ],
  "upgrade mode": [
    ["stateless, restarted", mode("stateless"), mode("stateless", restarted), { "upgrade-mode": "state-lost", redeployed: "restart" }],
    ["none, which is stateless", mode(undefined), mode(undefined, restarted), { "upgrade-mode": "state-lost", redeployed: "restart" }],
    ["stateless from now on", {}, mode("stateless"), { "upgrade-mode": "no-restart" }],
    ["stateless from now on, restarted", {}, mode("stateless", restarted), { "upgrade-mode": "state-lost", redeployed: "restart" }],
    ["stateless until now, restarted", mode("stateless"), mode("savepoint", restarted), { ignored: "no-restart", redeployed: "restart" }],
    ["last-state", mode("last-state"), mode("last-state", restarted), { redeployed: "restart" }],
  ],
  "maximum parallelism": [
    ["another", {}, options({ maxParallelism: "240" }), { "max-parallelism": "state-lost" }],
    [
      "set, as Flink derived it",
      options({ maxParallelism: undefined }),
      options({ maxParallelism: "128" }),
      { "max-parallelism": "state-at-risk" },
    ],
    ["set to another than Flink derived", options({ maxParallelism: undefined }), {}, { "max-parallelism": "state-lost" }],
    ["not set any more", {}, options({ maxParallelism: undefined }), { "max-parallelism": "state-at-risk" }],
    [
      "the same by the other writer",
      {},
      { ...options({ maxParallelism: undefined }), ...settings({ "pipeline.max-parallelism": 120 }) },
      { redeployed: "restart" },
    ],
  ],
  "parallelism above the maximum": [
    ["that is set", {}, fields({ "spec job parallelism": 200 }), { "parallelism-limit": "state-lost" }],
    [
      "that Flink derived",
      options({ maxParallelism: undefined }),
      { ...options({ maxParallelism: undefined }), ...fields({ "spec job parallelism": 200 }) },
      { "parallelism-limit": "state-at-risk" },
    ],
    ["by Beam's option", {}, options({ parallelism: "121" }), { "parallelism-limit": "state-lost" }],
    ["of one vertex, in place", settings(ADAPTIVE), settings({ ...ADAPTIVE, [OVERRIDES]: "a:400" }), { "parallelism-limit": "state-lost" }],
    ["of one vertex", {}, settings({ [OVERRIDES]: "a:4,b:200" }), { "parallelism-limit": "state-lost" }],
    ["not quite", {}, fields({ "spec job parallelism": 120 }), { redeployed: "restart" }],
  ],
  "what the operator will do by itself": [
    ["autoscaling", {}, settings({ "job.autoscaler.enabled": true }), { "own-restarts": "no-restart" }],
    ["restarts of failed jobs", {}, settings({ "kubernetes.operator.job.restart.failed": "true" }), { "own-restarts": "no-restart" }],
    ["autoscaling no more", settings({ "job.autoscaler.enabled": true }), {}, { ignored: "no-restart" }],
  ],
  versions: [
    ["Beam", {}, fields({ "metadata labels beam-flink/beam-version": "2.71.0" }), { "beam-version": "state-at-risk" }],
    ["a patch of Beam", {}, fields({ "metadata labels beam-flink/beam-version": "2.70.1" }), { "beam-version": "state-at-risk" }],
    ["Beam, said for the first time", fields({ "metadata labels beam-flink/beam-version": undefined }), {}, { ignored: "no-restart" }],
    ["the operator", {}, fields({ "metadata labels beam-flink/operator-version": "1.15.0" }), { ignored: "no-restart" }],
    ["Flink", {}, fields({ "spec flinkVersion": "v2_2" }), { "flink-version": "state-at-risk" }],
    ["an older Flink", {}, fields({ "spec flinkVersion": "v1_19" }), { "flink-version": "state-at-risk" }],
  ],
  "where state is": [
    ["state backend", {}, settings({ "state.backend.type": "rocksdb" }), { "state-backend": "state-at-risk" }],
    [
      "state backend by its older name",
      settings({ "state.backend": "rocksdb" }),
      settings({ "state.backend.type": "rocksdb" }),
      { redeployed: "restart" },
    ],
    ["Flink's own default, said", {}, settings({ "state.backend.type": "hashmap" }), { redeployed: "restart" }],
    [
      "state backend, from a checkpoint",
      mode("last-state"),
      { ...mode("last-state"), ...settings({ "state.backend.type": "rocksdb" }) },
      { "state-backend": "state-lost" },
    ],
    ["identity", {}, fields({ "spec serviceAccount": "other" }), { "state-access": "state-at-risk" }],
    ["address of the bucket", {}, settings({ "s3.endpoint": "https://other" }), { "state-access": "state-at-risk" }],
    ["no checkpoints any more", {}, options({ checkpointingInterval: undefined }), { "checkpoints-off": "state-at-risk" }],
    [
      "no interval of a last-state job",
      mode("last-state"),
      { ...mode("last-state"), ...options({ checkpointingInterval: undefined }) },
      { "checkpoints-off": "restart" },
    ],
    ["checkpoint folder", {}, settings({ "execution.checkpointing.dir": "s3://other/orders" }), { "state-folders": "state-at-risk" }],
    [
      "savepoint folder",
      {},
      settings({ "execution.checkpointing.savepoint-dir": "s3://other/orders" }),
      { "state-folders": "state-at-risk" },
    ],
    [
      "high-availability folder",
      {},
      settings({ "high-availability.storageDir": "s3://other/orders" }),
      { "state-folders": "state-at-risk" },
    ],
    ["a slash", {}, settings({ "high-availability.storageDir": "s3://example-state/orders/ha/" }), { redeployed: "restart" }],
  ],
  "what else counts for state": [
    ["state may be dropped", {}, fields({ "spec job allowNonRestoredState": true }), { ignored: "no-restart" }],
    [
      "state may be dropped, restarted",
      {},
      fields({ "spec job allowNonRestoredState": true, ...restarted }),
      { "non-restored-state": "state-at-risk", redeployed: "restart" },
    ],
    [
      "high availability for last-state",
      { ...mode("last-state"), ...settings({ "high-availability.type": "none" }) },
      mode("last-state"),
      { "high-availability": "state-at-risk" },
    ],
    ["high availability with savepoints", settings({ "high-availability.type": "NONE" }), {}, { redeployed: "restart" }],
    [
      "drained by an upgrade",
      settings({ [DRAIN]: "true" }),
      { ...RESTART, ...settings({ [DRAIN]: "true" }) },
      { "drain-on-upgrade": "state-lost", redeployed: "restart" },
    ],
    ["drained by the next upgrade", {}, settings({ [DRAIN]: "true" }), { "drain-on-upgrade": "no-restart" }],
    [
      "drained by another Flink, last-state",
      { ...mode("last-state"), ...settings({ [DRAIN]: "true" }) },
      { ...mode("last-state", { "spec flinkVersion": "v2_2" }), ...settings({ [DRAIN]: "true" }) },
      { "drain-on-upgrade": "state-lost", "flink-version": "state-at-risk" },
    ],
    [
      "not drained by last-state",
      { ...mode("last-state"), ...settings({ [DRAIN]: "true" }) },
      { ...mode("last-state", restarted), ...settings({ [DRAIN]: "true" }) },
      { redeployed: "restart" },
    ],
    ["set back to a savepoint", {}, fields({ "spec job savepointRedeployNonce": 1 }), { "savepoint-redeploy": "state-lost" }],
    ["Flink's own key on where it starts", {}, settings({ "execution.savepoint.path": "s3://b/s" }), { "starting-keys": "state-at-risk" }],
    ["an upgrade mode that is none", {}, mode("SAVEPOINT", restarted), { "upgrade-mode": "not-evaluated", redeployed: "restart" }],
    ["suspended", {}, fields({ "spec job state": "suspended" }), { "job-state": "restart" }],
    [
      "suspended, stateless",
      mode("stateless"),
      mode("stateless", { "spec job state": "suspended" }),
      { "upgrade-mode": "state-lost", "job-state": "restart" },
    ],
    ["resumed", fields({ "spec job state": "suspended" }), {}, { "job-state": "restart" }],
    [
      "resumed, suspended stateless",
      mode("stateless", { "spec job state": "suspended" }),
      {},
      { "upgrade-mode": "state-lost", "job-state": "restart" },
    ],
    ["standalone", {}, fields({ "spec mode": "standalone" }), { "deployment-mode": "state-at-risk" }],
  ],
};

const ALL: readonly Case[] = Object.values(CASES).flat();

describe.each(Object.entries(CASES))("%s", (_, cases) => {
  test.each(cases)("%s", (_title, before, after, expected) => {
    expect(classes(riskOf(before, after))).toStrictEqual(expected);
  });
});

test("a job that does not change is unchanged, whatever it is", () => {
  for (const [, before, after] of ALL) {
    expect(riskOf(before, before)).toStrictEqual({ class: "unchanged", reasons: [], assumptions: [] });
    expect(riskOf(after, after)).toStrictEqual({ class: "unchanged", reasons: [], assumptions: [] });
  }
});
