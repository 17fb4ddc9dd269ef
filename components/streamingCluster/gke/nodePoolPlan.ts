/** Checks the node pools of a cluster on Google Cloud and resolves their defaults. */
import { ArgumentError, matches, notNegative, positive } from "../../../model/platform.ts";
import { Preset } from "../../preset.ts";
import type { GkeNodePoolArgs, GkeTaskManagerPoolArgs } from "./args.ts";
import { POOLS } from "../placement.ts";

/** How nodes are replaced by newer ones; the SDK's names, without its types, which a program on another cloud has not installed. */
interface UpgradeSettings {
  readonly strategy: string;
  readonly maxSurge?: number;
  readonly maxUnavailable?: number;
  readonly blueGreenSettings?: ReturnType<typeof blueGreen>["upgradeSettings"]["blueGreenSettings"];
}

/** One node pool. */
export interface GkeNodePoolPlan {
  /** End of the resource's name, and value of the pool's label and taint. */
  readonly pool: string;
  /** Name of the pool in GKE. Another one where it would be made anew: so the new pool is there before the old one is drained. */
  readonly name: string;
  /** Whether only pods that ask for the pool run on it. */
  readonly dedicated: boolean;
  readonly machineType: string;
  readonly diskType: string;
  readonly diskSizeGb: number;
  readonly minNodes: number;
  readonly maxNodes: number;
  /** In each zone, when the pool is made. */
  readonly initialNodesPerZone: number;
  readonly spot: boolean;
  readonly upgradeSettings: UpgradeSettings;
  /** As many as there may be at the same time. */
  readonly nodesWhileUpgraded: number;
}

/** The pool of what is nobody's job: the operator, and what GKE itself runs. It has no arguments. */
const SYSTEM = "system";
const SYSTEM_MACHINE = "e2-standard-2";
const SYSTEM_DISK_GB = 50;
const SYSTEM_MAX_NODES = 6;

/** GKE refuses a smaller one. */
const SMALLEST_DISK_GB = 10;
/** Largest number of nodes that GKE upgrades at the same time. */
const MAX_SURGE = 20;

/** Letter and generation, such as "n2d" of "n2d-standard-8", and the rest. Custom types of the first generation have none. */
const MACHINE_TYPE = /^([a-z]\d+[a-z]*)(-[a-z0-9]+)+$|^custom(-\d+){2}(-ext)?$/;
/** Series with processors of the Arm architecture: t2a, c4a, n4a, a4x. */
const ARM_SERIES = /^([a-z]\d+a|a4x)$/;
/** Series from the fourth generation on have no Persistent Disk. */
const HYPERDISK_GENERATION = 4;

/** All pools; `zones`: how many the nodes are in. */
export function planGkeNodePools(
  jobManagers: GkeNodePoolArgs,
  taskManagers: GkeTaskManagerPoolArgs,
  { preset, zones }: { readonly preset: Preset; readonly zones: number },
): readonly GkeNodePoolPlan[] {
  const development = preset === Preset.Development;
  const system = { machineType: SYSTEM_MACHINE, minNodes: development ? 1 : zones, maxNodes: SYSTEM_MAX_NODES, diskSizeGb: SYSTEM_DISK_GB };
  const jobManager = checked("gke.jobManagerPool", jobManagers, {
    machineType: "e2-standard-4",
    minNodes: 1,
    maxNodes: 10,
    diskSizeGb: 50,
  });
  const taskManager = checked("gke.taskManagerPool", taskManagers, {
    machineType: "n2-standard-4",
    minNodes: 0,
    maxNodes: 100,
    diskSizeGb: 100,
  });
  const spot = taskManagers.spot ?? development;
  return [
    { pool: SYSTEM, name: SYSTEM, dedicated: false, spot: false, ...sized(system, zones), ...surge(1, system.maxNodes) },
    {
      pool: POOLS.jobManager,
      name: POOLS.jobManager,
      dedicated: true,
      spot: false,
      ...sized(jobManager, zones),
      ...blueGreen(jobManager.maxNodes),
    },
    {
      pool: POOLS.taskManager,
      name: spot ? `${POOLS.taskManager}-spot` : POOLS.taskManager,
      dedicated: true,
      spot,
      ...sized(taskManager, zones),
      // RocksDB works on the node's disk.
      diskType: diskType(taskManager.machineType, "pd-ssd"),
      // A tenth at a time: a job restarts about ten times at most, and not once for each node.
      ...surge(Math.min(MAX_SURGE, Math.ceil(taskManager.maxNodes / 10)), taskManager.maxNodes),
    },
  ];
}

type PoolSize = Required<GkeNodePoolArgs>;

function checked(field: string, args: GkeNodePoolArgs, defaults: PoolSize): PoolSize {
  const machineType = checkedMachineType(args.machineType ?? defaults.machineType, `${field}.machineType`);
  const minNodes = notNegative(args.minNodes ?? defaults.minNodes, `${field}.minNodes`);
  const maxNodes = positive(args.maxNodes ?? defaults.maxNodes, `${field}.maxNodes`);
  const diskSizeGb = positive(args.diskSizeGb ?? defaults.diskSizeGb, `${field}.diskSizeGb`);
  if (minNodes > maxNodes) {
    throw new ArgumentError({
      field: `${field}.minNodes`,
      value: minNodes,
      rule: `must not be more than maxNodes, which is ${maxNodes}`,
      remedy: "Lower it, or raise maxNodes.",
    });
  }
  if (diskSizeGb < SMALLEST_DISK_GB) {
    throw new ArgumentError({
      field: `${field}.diskSizeGb`,
      value: diskSizeGb,
      rule: `must be ${SMALLEST_DISK_GB} or more: a node's image does not fit on a smaller disk`,
      remedy: `Leave it out for ${defaults.diskSizeGb}.`,
    });
  }
  return { machineType, minNodes, maxNodes, diskSizeGb };
}

function checkedMachineType(value: string, field: string): string {
  if (!matches(value, MACHINE_TYPE)) {
    throw new ArgumentError({
      field,
      value,
      rule: "must be the name of a machine type, such as n2-standard-4",
      remedy: "Write it as the Compute Engine console shows it, in lower case.",
    });
  }
  if (ARM_SERIES.test(seriesOf(value))) {
    throw new ArgumentError({
      field,
      value,
      rule: "must not be of an Arm series: GKE taints such nodes, and pods of jobs do not tolerate it",
      remedy: "Use a series for amd64, such as n2, n4 or c4.",
    });
  }
  return value;
}

const seriesOf = (machineType: string) => MACHINE_TYPE.exec(machineType)?.[1] ?? "n1";

function diskType(machineType: string, persistentDisk: "pd-balanced" | "pd-ssd"): string {
  const generation = Number(/\d+/.exec(seriesOf(machineType))?.[0]);
  return generation >= HYPERDISK_GENERATION ? "hyperdisk-balanced" : persistentDisk;
}

function sized(size: PoolSize, zones: number) {
  // The autoscaler adds nodes for pods only, so a pool has its fewest from the start; never more than its most.
  const initialNodesPerZone = Math.min(Math.ceil(size.minNodes / zones), Math.floor(size.maxNodes / zones));
  return { ...size, initialNodesPerZone, diskType: diskType(size.machineType, "pd-balanced") };
}

/** New nodes first, then as many old ones are drained: never fewer than jobs need. */
function surge(maxSurge: number, maxNodes: number) {
  return { upgradeSettings: { strategy: "SURGE", maxSurge, maxUnavailable: 0 }, nodesWhileUpgraded: maxNodes + maxSurge };
}

/**
 * A second set of nodes, before the first of the old ones is drained. All old ones are closed to new pods by then, so each
 * JobManager moves once; in a surge it may land on an old node and move again.
 */
function blueGreen(maxNodes: number) {
  const blueGreenSettings = {
    // One node at a time, and a minute for its JobManagers to recover.
    standardRolloutPolicy: { batchNodeCount: 1, batchSoakDuration: "60s" },
    // The old nodes cost money while they are kept for a rollback: GKE's default is an hour.
    nodePoolSoakDuration: "300s",
  };
  return { upgradeSettings: { strategy: "BLUE_GREEN", blueGreenSettings }, nodesWhileUpgraded: 2 * maxNodes };
}
