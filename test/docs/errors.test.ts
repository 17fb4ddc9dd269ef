/** What the pages of components say under "Errors worth knowing" is refused, with a message that names the field. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  AdmissionPolicies,
  AutoscalingPolicy,
  AwsIdentity,
  BeamJob,
  type BeamJobArgs,
  CheckpointBucket,
  FlinkOperator,
  JobDrain,
  Monitoring,
  SlotBalance,
  StreamingCluster,
  StreamingPlatform,
  type StreamingPlatformArgs,
} from "../../components/index.ts";
import { runWithMocks } from "../support/mocks.ts";
import { ROOT } from "./pages.ts";

const s3 = { bucket: "acme-state", region: "eu-central-1" };
const eks = { region: "eu-central-1", version: "1.34" };
const job = { image: "orders:1", entryClass: "com.example.Orders" };
const alone: BeamJobArgs = { ...job, namespace: "orders", storage: { uri: "s3://acme-state" } };
const conservative = { beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" };
const pods = { namespace: "orders", jobName: "orders", serviceAccount: "job-orders", identity: { eks: { clusterName: "shared" } } };

const platform = (args: Partial<StreamingPlatformArgs>) => () =>
  void new StreamingPlatform("streaming", { cluster: { existing: { eks: { clusterName: "shared" } } }, bucket: { s3 }, ...args });
const beamJob = (args: Partial<BeamJobArgs>) => () => void new BeamJob("orders", { ...alone, ...args });

/** Each: the page, the field as its table has it, the wrong program, and what is said. */
const CASES: readonly (readonly [page: string, field: string, program: () => void, message: RegExp])[] = [
  ["StreamingPlatform", "bucket.s3", platform({ cluster: { existing: {} } }), /needs a cluster whose pods can get AWS roles/],
  [
    "StreamingPlatform",
    "bucket.s3.region",
    platform({ cluster: { eks }, bucket: { s3: { ...s3, region: "us-east-1" } } }),
    /bucket\.s3\.region/,
  ],
  [
    "StreamingPlatform",
    "jobs.<name>.namespace",
    platform({ jobs: { orders: { ...job, namespace: "other" } } }),
    /one of the platform's job namespaces/,
  ],
  [
    "StreamingPlatform",
    "jobs.<name>.jobName",
    platform({ jobs: { a: { ...job, jobName: "x" }, b: { ...job, jobName: "x" } } }),
    /two jobs in one folder/,
  ],
  ["StreamingPlatform", "operator.existing", platform({ operator: { existing: true, memory: "2Gi" } }), /does not make the operator/],
  [
    "StreamingPlatform",
    "jobs.<name>.serviceAccount",
    platform({
      cluster: {
        existing: { eks: { clusterName: "shared", oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/x", oidcIssuer: "x" } },
      },
      operator: { existing: true },
      bucket: { s3: { ...s3, identity: AwsIdentity.Irsa } },
      jobs: { orders: { ...job, serviceAccount: "mine" } },
    }),
    /annotation of the service account \(IRSA\)/,
  ],
  [
    "StreamingCluster",
    "eks.version",
    () => void new StreamingCluster("c", { eks: { region: "eu-central-1" } }),
    /must be given with preset production/,
  ],
  [
    "StreamingCluster",
    "eks.publicAccessCidrs",
    () => void new StreamingCluster("c", { eks: { ...eks, publicAccessCidrs: ["0.0.0.0/0"] } }),
    /whole internet/,
  ],
  [
    "StreamingCluster",
    "eks.protect",
    () => void new StreamingCluster("c", { eks: { ...eks, protect: false } }),
    /must not be false with preset production/,
  ],
  [
    "StreamingCluster",
    "eks.network.create.cidr",
    () => void new StreamingCluster("c", { eks: { ...eks, network: { create: { cidr: "10.0.0.0/28" } } } }),
    /each pod takes an address/,
  ],
  [
    "StreamingCluster",
    "existing.eks",
    () => void new StreamingCluster("c", { existing: { eks: { clusterName: "x", oidcIssuer: "y" } } }),
    /must have both or neither/,
  ],
  ["CheckpointBucket", "(itself)", () => void new CheckpointBucket("b", {}), /exactly one of s3, gcs, endpoint/],
  [
    "CheckpointBucket",
    "s3.protect",
    () => void new CheckpointBucket("b", { s3: { ...s3, protect: false } }),
    /must not be false with preset production/,
  ],
  [
    "CheckpointBucket",
    "s3.existing",
    () => void new CheckpointBucket("b", { s3: { ...s3, existing: true, undeleteDays: 3 } }),
    /neither makes nor deletes the bucket/,
  ],
  [
    "CheckpointBucket",
    "identity",
    () => void new CheckpointBucket("b", { s3 }).grant("orders", { ...pods, identity: {} }),
    /how pods of the cluster get AWS roles/,
  ],
  [
    "CheckpointBucket",
    "serviceAccount",
    () => {
      const bucket = new CheckpointBucket("b", { s3 });
      bucket.grant("a", pods);
      bucket.grant("b", { ...pods, jobName: "other" });
    },
    /must differ from that of the job orders/,
  ],
  [
    "CheckpointBucket",
    "endpoint.url",
    () => void new CheckpointBucket("b", { endpoint: { url: "s3", bucket: "flink", accessKey: "a", secretKey: "b" } }),
    /http:\/\/ or https:\/\//,
  ],
  [
    "FlinkOperator",
    "watchedNamespaces",
    () => void new FlinkOperator("o", { namespace: "o", watchedNamespaces: [] }),
    /at least one namespace/,
  ],
  [
    "FlinkOperator",
    "version",
    () => void new FlinkOperator("o", { namespace: "o", watchedNamespaces: ["a"], version: "1.9.0" }),
    /version/,
  ],
  [
    "FlinkOperator",
    "configuration",
    () =>
      void new FlinkOperator("o", {
        namespace: "o",
        watchedNamespaces: ["a"],
        configuration: { "kubernetes.operator.watched.namespaces": "b" },
      }),
    /is written by the component/,
  ],
  [
    "AutoscalingPolicy",
    "slotBalance",
    () => void new AutoscalingPolicy("a", { slotBalance: SlotBalance.Tasks, versions: conservative }),
    /slotBalance/,
  ],
  [
    "AutoscalingPolicy",
    "maxUtilization",
    () => void new AutoscalingPolicy("a", { targetUtilization: 0.6, maxUtilization: 0.9, minUtilization: 0.5, versions: conservative }),
    /Utilization/,
  ],
  [
    "AutoscalingPolicy",
    "reactive",
    () => void new AutoscalingPolicy("a", { reactive: { minTaskManagers: 1, maxTaskManagers: 2 } }),
    /exactly one of horizontalPodAutoscaler and keda/,
  ],
  [
    "BeamJob",
    "flinkConfiguration",
    beamJob({ flinkConfiguration: { "execution.checkpointing.timeout": "1 h" } }),
    /is written by another argument/,
  ],
  ["BeamJob", "pipelineOptions", beamJob({ pipelineOptions: { maxBundleSize: 5 } }), /is written by another argument/],
  ["BeamJob", "environment", beamJob({ flinkConfiguration: { "s3.secret-key": "x" } }), /must not hold a static credential/],
  ["BeamJob", "parallelism", beamJob({ parallelism: 121 }), /must be at most maxParallelism \(120\)/],
  [
    "BeamJob",
    "checkpoints.timeout",
    beamJob({ checkpoints: { interval: "2 min", timeout: "1 min" } }),
    /must not be shorter than checkpoints\.interval/,
  ],
  ["BeamJob", "initialSavepoint", beamJob({ initialSavepoint: "/savepoints/1" }), /must be a URI with a scheme/],
  ["BeamJob", "drainTimeout", beamJob({ drainTimeout: "5 min" }), /needs onDelete "drain"/],
  ["Monitoring", "(itself)", () => void new Monitoring("m", { jobNamespaces: ["a"] }), /exactly one of podMonitor/],
  ["Monitoring", "jobNamespaces", () => void new Monitoring("m", { jobNamespaces: [], podMonitor: {} }), /at least one namespace/],
  [
    "Monitoring",
    "podMonitor.interval",
    () => void new Monitoring("m", { jobNamespaces: ["a"], podMonitor: { interval: "31 s" } }),
    /from 1 s to 30 s/,
  ],
  [
    "Monitoring",
    "thresholds",
    () => void new Monitoring("m", { jobNamespaces: ["a"], podMonitor: {}, thresholds: { busy: 2 } }),
    /thresholds\.busy/,
  ],
  ["AdmissionPolicies", "rules", () => void new AdmissionPolicies("p", { rules: { "options-secrets": {} } }), /must be one of/],
  [
    "AdmissionPolicies",
    "rules.<id>.parameters",
    () => void new AdmissionPolicies("p", { rules: { "bundle-size": { parameters: { least: 1 } } } }),
    /least/,
  ],
  ["AdmissionPolicies", "namespaces", () => void new AdmissionPolicies("p", { namespaces: [] }), /at least one namespace/],
  ["AdmissionPolicies", "prefix", () => void new AdmissionPolicies("p", { prefix: "Acme" }), /lower-case letters/],
];

afterEach(() => vi.unstubAllEnvs());

describe("the errors of the pages", () => {
  test.each(CASES)("%s: %s", async (page, field, program, message) => {
    expect(readFileSync(path.join(ROOT, "docs", "components", `${page}.md`), "utf8").split("## Errors worth knowing")[1]).toContain(field);
    await expect(runWithMocks(program)).rejects.toThrow(message);
  });

  test("JobDrain: BEAM_FLINK_ON_DELETE", () => {
    vi.stubEnv("BEAM_FLINK_ON_DELETE", "keep");
    expect(() => new JobDrain("jobs")).toThrow(/must be savepoint or cancel/);
  });
});
