/** What a job's manifest says of its deletion. */
import {
  ArgumentError,
  DRAIN_ON_SAVEPOINT,
  DRAIN_TIMEOUT_ANNOTATION,
  oneOf,
  parseDuration,
  SAVEPOINT_ON_DELETION,
} from "../../model/platform.ts";
import type { BeamJobArgs } from "./args.ts";
import { OnDelete } from "./onDelete.ts";

const DEFAULT_DRAIN_TIMEOUT = "10 min";

/** What a manifest says of the job's deletion. */
export interface DeletionPlan {
  readonly onDelete: OnDelete;
  readonly flinkConfiguration: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Both flags are always written: so an update puts back what an interrupted drain has left, and the operator's defaults do not matter. */
export function planDeletion(args: Pick<BeamJobArgs, "onDelete" | "drainTimeout" | "drain">): DeletionPlan {
  const onDelete = oneOf(args.onDelete ?? OnDelete.Cancel, OnDelete, "onDelete");
  const drains = onDelete === OnDelete.Drain;
  if (!drains) refuseDrainArguments(args);
  return {
    onDelete,
    flinkConfiguration: { [SAVEPOINT_ON_DELETION]: String(onDelete !== OnDelete.Cancel), [DRAIN_ON_SAVEPOINT]: "false" },
    annotations: drains ? { [DRAIN_TIMEOUT_ANNOTATION]: String(seconds(args.drainTimeout ?? DEFAULT_DRAIN_TIMEOUT)) } : {},
  };
}

function refuseDrainArguments({ drainTimeout, drain }: Pick<BeamJobArgs, "drainTimeout" | "drain">): void {
  const remedy = 'Set onDelete to "drain", or leave it out.';
  if (drainTimeout !== undefined)
    throw new ArgumentError({ field: "drainTimeout", value: drainTimeout, rule: 'needs onDelete "drain"', remedy });
  if (drain !== undefined) throw new ArgumentError({ field: "drain", value: "a JobDrain", rule: 'needs onDelete "drain"', remedy });
}

function seconds(drainTimeout: string): number {
  const value = parseDuration(drainTimeout, "drainTimeout") / 1000;
  if (Number.isInteger(value) && value >= 1) return value;
  throw new ArgumentError({
    field: "drainTimeout",
    value: drainTimeout,
    rule: "must be whole seconds, at least 1 s",
    remedy: 'Write it like "10 min" or "90 s".',
  });
}
