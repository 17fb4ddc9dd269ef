/** Checks the two node pools of a cluster on AWS and resolves their defaults. */
import { ArgumentError, matches, positive } from "../../../model/platform.ts";
import { Preset } from "../../preset.ts";
import type { EksNodePoolArgs, EksTaskManagerPoolArgs } from "./args.ts";
import { POOLS } from "../placement.ts";

export interface EksNodePoolPlan {
  /** Name of the pool, and the value of its label and taint. */
  readonly pool: string;
  /** `spot`, `on-demand`. */
  readonly capacityTypes: readonly string[];
  readonly instanceCategories: readonly string[];
  readonly minGeneration: number;
  readonly architectures: readonly string[];
  readonly cpuLimit: number;
  readonly disk: string;
  /** How many nodes may be replaced at the same time because Auto Mode has a new image for them. */
  readonly replacedTogether: string;
  /** How long a node that must go waits for pods that may not be evicted. */
  readonly drainTime: string;
}

const CATEGORIES = ["c", "m", "r"];
const MIN_GENERATION = 6;
const ARCHITECTURES = ["amd64", "arm64"];

const ON_DEMAND = ["on-demand"];
/** Karpenter takes spot where there is some, and on-demand capacity otherwise. */
const SPOT_FIRST = ["spot", "on-demand"];

/** Most that a NodeClass accepts, by unit. */
const LARGEST_DISK: Readonly<Record<string, number>> = { Gi: 59_000, G: 64_000, Ti: 58, T: 64 };

/**
 * JobManagers are not evicted (see placement.ts), but nodes live three weeks at most. A node that must go waits a day for its
 * JobManagers to move with an upgrade of their jobs, which takes a savepoint; one node at a time, as each may stop several jobs.
 */
const JOB_MANAGER_DISRUPTION = { replacedTogether: "1", drainTime: "24h" };

/**
 * A lost TaskManager restarts its job from the last checkpoint. When nodes get a new image, which is about once a week, a quarter
 * of them is replaced at a time: in fewer and larger steps than Karpenter's tenth, as each restarts the jobs it touches, and with
 * three quarters of the pool at work. TaskManagers are evicted in seconds; the hour bounds a drain that another pod holds up.
 */
const TASK_MANAGER_DISRUPTION = { replacedTogether: "25%", drainTime: "1h" };

/** Both pools, after a check of their arguments. */
export function planEksNodePools(
  jobManager: EksNodePoolArgs,
  taskManager: EksTaskManagerPoolArgs,
  preset: Preset,
): readonly EksNodePoolPlan[] {
  const spot = taskManager.spot ?? preset === Preset.Development;
  return [
    {
      pool: POOLS.jobManager,
      capacityTypes: ON_DEMAND,
      ...checkedPool("eks.jobManagerPool", { cpuLimit: 100, disk: "40Gi", ...given(jobManager) }),
      ...JOB_MANAGER_DISRUPTION,
    },
    {
      pool: POOLS.taskManager,
      capacityTypes: spot ? SPOT_FIRST : ON_DEMAND,
      ...checkedPool("eks.taskManagerPool", { cpuLimit: 1000, disk: "100Gi", ...given(taskManager) }),
      ...TASK_MANAGER_DISRUPTION,
    },
  ];
}

/** Without what is undefined, which would else replace a default. */
function given({ cpuLimit, disk, ...rest }: EksNodePoolArgs): EksNodePoolArgs {
  return { ...rest, ...(cpuLimit === undefined ? {} : { cpuLimit }), ...(disk === undefined ? {} : { disk }) };
}

function checkedPool(field: string, args: EksNodePoolArgs & { readonly cpuLimit: number; readonly disk: string }) {
  const { instanceCategories = CATEGORIES, minGeneration = MIN_GENERATION, architectures = ["amd64"], cpuLimit, disk } = args;
  if (instanceCategories.length === 0 || !instanceCategories.every((category) => matches(category, /^[a-z]+$/))) {
    throw new ArgumentError({
      field: `${field}.instanceCategories`,
      value: instanceCategories,
      rule: "must name families of instances by the letters before their generation",
      remedy: 'Write them like "m", "c" and "r", or leave it out for these three.',
    });
  }
  if (architectures.length === 0 || !architectures.every((architecture) => ARCHITECTURES.includes(architecture))) {
    throw new ArgumentError({
      field: `${field}.architectures`,
      value: architectures,
      rule: `must have one or both of ${ARCHITECTURES.join(", ")}`,
      remedy: "Name those that the images are built for.",
    });
  }
  checkDisk(`${field}.disk`, disk);
  return {
    instanceCategories,
    minGeneration: positive(minGeneration, `${field}.minGeneration`),
    architectures,
    cpuLimit: positive(cpuLimit, `${field}.cpuLimit`),
    disk,
  };
}

function checkDisk(field: string, value: string): void {
  const [, size = "0", unit = ""] = /^([1-9]\d*)(Gi|G|Ti|T)$/.exec(value) ?? [];
  const largest = LARGEST_DISK[unit];
  if (largest !== undefined && Number(size) <= largest) return;
  throw new ArgumentError({
    field,
    value,
    rule: `must be a size up to ${Object.entries(LARGEST_DISK)
      .map(([name, most]) => `${most}${name}`)
      .join(", ")}`,
    remedy: 'Write it like "100Gi".',
  });
}
