/** The two node pools of a StreamingCluster, as nodes are labelled and tainted and as jobs ask for them. */
import type { JobPlacementArgs, PodPlacementArgs } from "./args.ts";

/** Label and taint of the nodes of a pool; the value is the pool's name. */
export const POOL_LABEL = "beam-flink/pool";

/** Names of the pools. */
export const POOLS = { jobManager: "jobmanagers", taskManager: "taskmanagers" } as const;

/** Karpenter and the cluster autoscaler leave a node alone as long as such a pod runs on it. */
const KEPT = { "karpenter.sh/do-not-disrupt": "true", "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" };

const onPool = (pool: string): PodPlacementArgs => ({
  nodeSelector: { [POOL_LABEL]: pool },
  tolerations: [{ key: POOL_LABEL, operator: "Equal", value: pool, effect: "NoSchedule" }],
});

/** A JobManager that moves stops its job; a TaskManager that moves costs a restart from the last checkpoint, which budgets limit. */
export const DEDICATED_POOLS: JobPlacementArgs = {
  jobManager: { ...onPool(POOLS.jobManager), annotations: KEPT },
  taskManager: onPool(POOLS.taskManager),
};
