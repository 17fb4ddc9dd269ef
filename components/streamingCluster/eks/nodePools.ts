/**
 * The two node pools of a cluster on AWS as objects of EKS Auto Mode, whose autoscaler is Karpenter: a NodeClass says how a node
 * is built, a NodePool which nodes there may be and when they go. What is not Flink's runs on the built-in pools, as these are tainted.
 */
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { EksContext } from "./context.ts";
import type { EksNodePoolPlan } from "./nodePoolPlan.ts";
import { POOL_LABEL } from "../placement.ts";

/** What nodes are built with. */
export interface EksNodeParts {
  /** Name of the role of the built-in pools too: for another, an access entry would be needed. */
  readonly roleName: pulumi.Input<string>;
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly securityGroupId: pulumi.Input<string>;
}

/** 20 days. Auto Mode allows 21 with the time to drain; a newer image replaces nodes earlier, one by one and with a substitute ready. */
const EXPIRE_AFTER = "480h";

/** Longer than an upgrade or a rescaling leaves a node without pods, short enough to cost little. */
const EMPTY_FOR = "5m";

/** Fails an update when the subnets, the role or the requirements do not work, instead of leaving pods pending. */
const WAIT_UNTIL_READY = { "pulumi.com/waitFor": "condition=Ready" };

/** A pool is gone when its last node is: draining, shutting down and a margin. */
const TIMEOUTS = { delete: "30m" };

/** Makes the pools; returns what pods need to be scheduled. */
export function createEksNodePools(
  context: EksContext,
  plan: readonly EksNodePoolPlan[],
  parts: EksNodeParts,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return plan.flatMap((pool) => {
    const nodeClass = new k8s.apiextensions.CustomResource(
      `${context.name}-node-class-${pool.pool}`,
      {
        apiVersion: "eks.amazonaws.com/v1",
        kind: "NodeClass",
        metadata: { name: pool.pool, annotations: WAIT_UNTIL_READY },
        spec: {
          role: parts.roleName,
          subnetSelectorTerms: parts.subnetIds.map((id) => ({ id })),
          securityGroupSelectorTerms: [{ id: parts.securityGroupId }],
          ephemeralStorage: { size: pool.disk },
          tags: context.tags,
        },
      },
      { ...options, customTimeouts: TIMEOUTS },
    );
    const nodePool = new k8s.apiextensions.CustomResource(
      `${context.name}-node-pool-${pool.pool}`,
      {
        apiVersion: "karpenter.sh/v1",
        kind: "NodePool",
        metadata: { name: pool.pool, annotations: WAIT_UNTIL_READY },
        spec: nodePoolSpec(pool, nodeClass.metadata.name),
      },
      { ...options, customTimeouts: TIMEOUTS },
    );
    return [nodeClass, nodePool];
  });
}

function nodePoolSpec(pool: EksNodePoolPlan, nodeClass: pulumi.Input<string>) {
  const oneOf = (key: string, values: readonly string[]) => ({ key, operator: "In", values: [...values] });
  return {
    template: {
      metadata: { labels: { [POOL_LABEL]: pool.pool } },
      spec: {
        nodeClassRef: { group: "eks.amazonaws.com", kind: "NodeClass", name: nodeClass },
        taints: [{ key: POOL_LABEL, value: pool.pool, effect: "NoSchedule" }],
        requirements: [
          oneOf("karpenter.sh/capacity-type", pool.capacityTypes),
          oneOf("eks.amazonaws.com/instance-category", pool.instanceCategories),
          { key: "eks.amazonaws.com/instance-generation", operator: "Gt", values: [String(pool.minGeneration - 1)] },
          oneOf("kubernetes.io/arch", pool.architectures),
        ],
        expireAfter: EXPIRE_AFTER,
        terminationGracePeriod: pool.drainTime,
      },
    },
    disruption: {
      // Never "WhenEmptyOrUnderutilized": packing pods tighter would restart jobs to save parts of a node.
      consolidationPolicy: "WhenEmpty",
      consolidateAfter: EMPTY_FOR,
      budgets: [
        { nodes: pool.replacedTogether, reasons: ["Drifted"] },
        { nodes: "100%", reasons: ["Empty"] },
      ],
    },
    limits: { cpu: String(pool.cpuLimit) },
  };
}
