import { describe, expect, test } from "vitest";
import { Preset } from "../../../../components/preset.ts";
import type { EksTaskManagerPoolArgs } from "../../../../components/streamingCluster/eks/args.ts";
import { planEksNodePools } from "../../../../components/streamingCluster/eks/nodePoolPlan.ts";
import { NAME, runEks, TAGS } from "./program.ts";

const ANNOTATIONS = { "pulumi.com/waitFor": "condition=Ready" };

const nodeClass = (pool: string, size: string, subnets: readonly string[]) => ({
  apiVersion: "eks.amazonaws.com/v1",
  kind: "NodeClass",
  metadata: { name: pool, annotations: ANNOTATIONS },
  spec: {
    role: "streaming-node-role-1a2b",
    subnetSelectorTerms: subnets.map((id) => ({ id })),
    securityGroupSelectorTerms: [{ id: "sg-0123" }],
    ephemeralStorage: { size },
    tags: TAGS,
  },
});

interface Pool {
  readonly cpu: string;
  readonly drifted: string;
  readonly drain: string;
  readonly capacity?: readonly string[];
  readonly categories?: readonly string[];
  readonly above?: string;
  readonly architectures?: readonly string[];
}

const nodePool = (pool: string, expected: Pool) => ({
  apiVersion: "karpenter.sh/v1",
  kind: "NodePool",
  metadata: { name: pool, annotations: ANNOTATIONS },
  spec: {
    template: {
      metadata: { labels: { "beam-flink/pool": pool } },
      spec: {
        nodeClassRef: { group: "eks.amazonaws.com", kind: "NodeClass", name: pool },
        taints: [{ key: "beam-flink/pool", value: pool, effect: "NoSchedule" }],
        requirements: [
          { key: "karpenter.sh/capacity-type", operator: "In", values: expected.capacity ?? ["on-demand"] },
          { key: "eks.amazonaws.com/instance-category", operator: "In", values: expected.categories ?? ["c", "m", "r"] },
          { key: "eks.amazonaws.com/instance-generation", operator: "Gt", values: [expected.above ?? "5"] },
          { key: "kubernetes.io/arch", operator: "In", values: expected.architectures ?? ["amd64"] },
        ],
        expireAfter: "480h",
        terminationGracePeriod: expected.drain,
      },
    },
    disruption: {
      consolidationPolicy: "WhenEmpty",
      consolidateAfter: "5m",
      budgets: [
        { nodes: expected.drifted, reasons: ["Drifted"] },
        { nodes: "100%", reasons: ["Empty"] },
      ],
    },
    limits: { cpu: expected.cpu },
  },
});

const JOB_MANAGERS: Pool = { cpu: "100", drifted: "1", drain: "24h" };
const TASK_MANAGERS: Pool = { cpu: "1000", drifted: "25%", drain: "1h" };
const SUBNETS = ["a", "b", "c"].map((letter) => `streaming-private-subnet-eu-central-1${letter}-id`);

describe("the node pools", () => {
  test("are on-demand in production", async () => {
    const run = await runEks();
    expect(run.ofType("kubernetes:")).toEqual({
      "streaming-node-class-jobmanagers": nodeClass("jobmanagers", "40Gi", SUBNETS),
      "streaming-node-pool-jobmanagers": nodePool("jobmanagers", JOB_MANAGERS),
      "streaming-node-class-taskmanagers": nodeClass("taskmanagers", "100Gi", SUBNETS),
      "streaming-node-pool-taskmanagers": nodePool("taskmanagers", TASK_MANAGERS),
    });
  });

  test("have spot TaskManagers in development, with on-demand nodes where there are none, and never spot JobManagers", async () => {
    const run = await runEks({}, { preset: Preset.Development });
    expect(run.ofType("kubernetes:")).toEqual({
      "streaming-node-class-jobmanagers": nodeClass("jobmanagers", "40Gi", SUBNETS.slice(0, 2)),
      "streaming-node-pool-jobmanagers": nodePool("jobmanagers", JOB_MANAGERS),
      "streaming-node-class-taskmanagers": nodeClass("taskmanagers", "100Gi", SUBNETS.slice(0, 2)),
      "streaming-node-pool-taskmanagers": nodePool("taskmanagers", { ...TASK_MANAGERS, capacity: ["spot", "on-demand"] }),
    });
  });

  test("take what the arguments say, in subnets that are there", async () => {
    const run = await runEks({
      network: { existing: { privateSubnetIds: ["subnet-0a", "subnet-0b"] } },
      jobManagerPool: { architectures: ["arm64"], disk: "50G" },
      taskManagerPool: {
        spot: true,
        instanceCategories: ["r"],
        minGeneration: 7,
        architectures: ["arm64", "amd64"],
        cpuLimit: 64,
        disk: "1Ti",
      },
    });
    expect(run.ofType("kubernetes:")).toEqual({
      "streaming-node-class-jobmanagers": nodeClass("jobmanagers", "50G", ["subnet-0a", "subnet-0b"]),
      "streaming-node-pool-jobmanagers": nodePool("jobmanagers", { ...JOB_MANAGERS, architectures: ["arm64"] }),
      "streaming-node-class-taskmanagers": nodeClass("taskmanagers", "1Ti", ["subnet-0a", "subnet-0b"]),
      "streaming-node-pool-taskmanagers": nodePool("taskmanagers", {
        ...TASK_MANAGERS,
        capacity: ["spot", "on-demand"],
        categories: ["r"],
        above: "6",
        architectures: ["arm64", "amd64"],
        cpu: "64",
      }),
    });
  });

  test("get half an hour to drain when they are deleted", async () => {
    const run = await runEks();
    for (const name of ["node-class-jobmanagers", "node-pool-taskmanagers"]) {
      expect(run.options(`${NAME}-${name}`).customTimeouts).toEqual({ delete: "30m" });
    }
  });

  test("live no longer than the 21 days that Auto Mode allows, with the time to drain", async () => {
    const run = await runEks();
    const hours = (text: string) => Number(/^(\d+)h$/.exec(text)?.[1]);
    for (const pool of ["jobmanagers", "taskmanagers"]) {
      const { expireAfter, terminationGracePeriod } = run.inputs(`streaming-node-pool-${pool}`).spec.template.spec;
      expect(hours(expireAfter) + hours(terminationGracePeriod)).toBeLessThanOrEqual(21 * 24);
    }
  });
});

describe("the plan of the node pools", () => {
  const plan = (args: EksTaskManagerPoolArgs) => planEksNodePools({}, args, Preset.Production);

  test("takes undefined as not given", () => {
    const nothing = { cpuLimit: undefined, disk: undefined, minGeneration: undefined, architectures: undefined, spot: undefined };
    expect(planEksNodePools(nothing, nothing, Preset.Production)).toEqual(planEksNodePools({}, {}, Preset.Production));
  });

  test.each(["1Gi", "59000Gi", "64000G", "58Ti", "64T"])("takes a disk of %s", (disk) => {
    expect(plan({ disk }).at(-1)?.disk).toBe(disk);
  });

  test.each(["100", "100GB", "0Gi", "1.5Ti", "-1Gi", "59001Gi", "64001G", "59Ti", "65T", "100Mi", ""])("refuses a disk of %j", (disk) => {
    expect(() => plan({ disk })).toThrow(
      `eks.taskManagerPool.disk is ${JSON.stringify(disk)}: must be a size up to 59000Gi, 64000G, 58Ti, 64T. Write it like "100Gi".`,
    );
  });

  const FAMILIES =
    'must name families of instances by the letters before their generation. Write them like "m", "c" and "r", or leave it out for these three.';
  const ARCHITECTURES = "must have one or both of amd64, arm64. Name those that the images are built for.";
  const NUMBER = "must be a whole number above 0. Give such a number, or leave it out for the default.";

  test.each<[string, EksTaskManagerPoolArgs]>([
    [`eks.taskManagerPool.instanceCategories is []: ${FAMILIES}`, { instanceCategories: [] }],
    [`eks.taskManagerPool.instanceCategories is ["m","r6i"]: ${FAMILIES}`, { instanceCategories: ["m", "r6i"] }],
    [`eks.taskManagerPool.architectures is []: ${ARCHITECTURES}`, { architectures: [] }],
    [`eks.taskManagerPool.architectures is ["x86_64"]: ${ARCHITECTURES}`, { architectures: ["x86_64"] }],
    [`eks.taskManagerPool.minGeneration is 0: ${NUMBER}`, { minGeneration: 0 }],
    [`eks.taskManagerPool.minGeneration is 6.5: ${NUMBER}`, { minGeneration: 6.5 }],
    [`eks.taskManagerPool.cpuLimit is 0: ${NUMBER}`, { cpuLimit: 0 }],
    [`eks.taskManagerPool.cpuLimit is -8: ${NUMBER}`, { cpuLimit: -8 }],
  ])("refuses: %s", (message, args) => {
    expect(() => plan(args)).toThrow(message);
  });

  test("names the pool whose argument is wrong", () => {
    expect(() => planEksNodePools({ cpuLimit: Number.NaN }, {}, Preset.Development)).toThrow(
      `eks.jobManagerPool.cpuLimit is NaN: ${NUMBER}`,
    );
  });
});
