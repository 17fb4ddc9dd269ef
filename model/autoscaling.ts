/**
 * Autoscaling of a job: the settings of the operator's autoscaler, of Flink's Adaptive Scheduler that applies a new parallelism in place,
 * and of the balance of slots over TaskManagers, rendered under the key names of the versions in use.
 * Source: `AutoScalerOptions` of operator 1.10.0 and 1.15.0; `JobManagerOptions` and `TaskManagerOptions` of Flink.
 */
import { ArgumentError } from "./argumentError.ts";
import { AUTOSCALER_KEYS, type AutoscalerKey } from "./autoscalerKeys.ts";
import { type AutoscalingSettings, SlotBalance } from "./autoscalingSettings.ts";
import { formatDuration, parseDuration } from "./duration.ts";
import { requireFeature, supports } from "./features.ts";
import { formatMemorySize, parseMemorySize } from "./memorySize.ts";
import { planReactive } from "./reactive/plan.ts";
import type { Versions } from "./versions.ts";

/** Distance of the bounds from the target where none is given: the autoscaler's own default. */
const DEFAULT_BOUNDARY = 0.3;

/** Flink settings of the job, for `flinkConfiguration`. What is left out in `settings` is left to the operator's and Flink's defaults. */
export function renderAutoscaling(settings: AutoscalingSettings, versions: Versions): Record<string, string> {
  const { minParallelism, maxParallelism } = settings;
  if (settings.reactive !== undefined) return renderReactive(settings, versions);
  if (minParallelism !== undefined && maxParallelism !== undefined && minParallelism > maxParallelism) {
    throw new ArgumentError({
      field: "autoscaling.minParallelism",
      value: minParallelism,
      rule: `must not be above maxParallelism (${maxParallelism})`,
      remedy: "Lower it, or raise maxParallelism.",
    });
  }
  const configuration: Record<string, string> = { "job.autoscaler.enabled": String(settings.enabled ?? true) };
  for (const key of AUTOSCALER_KEYS) {
    const value = settings[key.setting];
    if (value === undefined) continue;
    if (key.feature !== undefined) requireFeature(versions, key.feature, `autoscaling.${key.setting}`, value);
    configuration[`job.autoscaler.${key.key}`] = renderValue(key, value);
  }
  return { ...configuration, ...renderUtilization(settings, versions), ...renderScheduler(settings, versions) };
}

/** Settings that reactive scaling takes as well: Reactive Mode is the Adaptive Scheduler with another source of parallelism. */
const WITH_REACTIVE: ReadonlySet<string> = new Set<keyof AutoscalingSettings>([
  "reactive",
  "enabled",
  "adaptiveScheduler",
  "rescaleCooldown",
  "resourceWaitTimeout",
  "resourceStabilizationTimeout",
  "rescaleMaxDelay",
  "slotBalance",
]);

/** Reactive Mode chooses the scheduler itself; two autoscalers would work against each other. */
function renderReactive(settings: AutoscalingSettings, versions: Versions): Record<string, string> {
  const { reactive, enabled, adaptiveScheduler } = settings;
  if (reactive !== undefined) planReactive(reactive, "autoscaling.reactive");
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined || WITH_REACTIVE.has(name)) continue;
    const remedy = "Leave it out: reactive.minTaskManagers, maxTaskManagers and the thresholds decide.";
    throw new ArgumentError({ field: `autoscaling.${name}`, value, rule: "is the autoscaler's, which does not run with reactive", remedy });
  }
  if (enabled === true) {
    const remedy = "Leave one of them out.";
    throw new ArgumentError({ field: "autoscaling.enabled", value: enabled, rule: "must not be true with reactive", remedy });
  }
  if (adaptiveScheduler === false) {
    const rule = "must not be false with reactive, which needs it";
    throw new ArgumentError({ field: "autoscaling.adaptiveScheduler", value: adaptiveScheduler, rule, remedy: "Leave it out." });
  }
  const { "jobmanager.scheduler": _, ...scheduler } = renderScheduler({ ...settings, adaptiveScheduler: true }, versions);
  // Said even so: the operator's own defaults may have it on.
  return { "job.autoscaler.enabled": "false", "scheduler-mode": "reactive", ...scheduler };
}

function renderValue(key: AutoscalerKey, value: unknown): string {
  const field = `autoscaling.${key.setting}`;
  if (key.kind === "duration" && typeof value === "string") return formatDuration(parseDuration(value, field));
  if (key.kind === "memory" && typeof value === "string") return formatMemorySize(parseMemorySize(value, field));
  if (key.kind === "boolean" && typeof value === "boolean") return String(value);
  if (key.kind === "list" && Array.isArray(value)) return value.join(";");
  if (key.kind === "choice" && typeof value === "string" && key.choices?.includes(value) === true) return value;
  if (typeof value === "number" && (key.kind === "number" || key.kind === "integer")) {
    const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = key;
    const whole = key.kind === "number" || Number.isSafeInteger(value);
    if (whole && value >= minimum && value <= maximum) return String(value);
    const range = key.maximum === undefined ? `at least ${minimum}` : `from ${minimum} to ${maximum}`;
    throw new ArgumentError({
      field,
      value,
      rule: `must be a ${key.kind === "integer" ? "whole " : ""}number ${range}`,
      remedy: "Give such a number, or leave it out.",
    });
  }
  const rule = key.choices === undefined ? `must be a ${key.kind}` : `must be one of ${key.choices.join(", ")}`;
  throw new ArgumentError({ field, value, rule, remedy: "Give such a value, or leave it out." });
}

/** Target and bounds: three keys since operator 1.11; before, a target and one distance on both sides. */
function renderUtilization(settings: AutoscalingSettings, versions: Versions): Record<string, string> {
  const { targetUtilization, maxUtilization, minUtilization } = settings;
  const target = targetUtilization ?? 0.7;
  for (const [name, value] of Object.entries({ targetUtilization: target, maxUtilization, minUtilization })) {
    if (value !== undefined && !(value >= 0 && value <= 1)) {
      throw new ArgumentError({
        field: `autoscaling.${name}`,
        value,
        rule: "must be from 0 to 1, a share of busy time",
        remedy: "0.7 is usual for the target.",
      });
    }
  }
  if ((maxUtilization ?? 1) < target || (minUtilization ?? 0) > target) {
    throw new ArgumentError({
      field: "autoscaling.targetUtilization",
      value: target,
      rule: `must lie between minUtilization (${minUtilization ?? "not set"}) and maxUtilization (${maxUtilization ?? "not set"})`,
      remedy: "Move the target, or the bounds.",
    });
  }
  if (supports(versions, "utilizationBounds")) {
    return {
      ...(targetUtilization === undefined ? {} : { "job.autoscaler.utilization.target": String(targetUtilization) }),
      ...(maxUtilization === undefined ? {} : { "job.autoscaler.utilization.max": String(maxUtilization) }),
      ...(minUtilization === undefined ? {} : { "job.autoscaler.utilization.min": String(minUtilization) }),
    };
  }
  const above = distance(maxUtilization, target);
  const below = distance(minUtilization, target);
  if (above !== undefined && below !== undefined && above !== below)
    requireFeature(versions, "utilizationBounds", "autoscaling.minUtilization", minUtilization);
  const boundary = above ?? below;
  return {
    ...(targetUtilization === undefined ? {} : { "job.autoscaler.target.utilization": String(targetUtilization) }),
    ...(boundary === undefined || boundary === DEFAULT_BOUNDARY ? {} : { "job.autoscaler.target.utilization.boundary": String(boundary) }),
  };
}

/** Distance without the noise of binary fractions: 0.9 - 0.7 is 0.2. */
function distance(bound: number | undefined, target: number): number | undefined {
  return bound === undefined ? undefined : Math.round(Math.abs(bound - target) * 1e6) / 1e6;
}

function renderScheduler(settings: AutoscalingSettings, versions: Versions): Record<string, string> {
  const adaptive = settings.adaptiveScheduler ?? true;
  return {
    ...(adaptive ? renderAdaptiveScheduler(settings, versions) : {}),
    ...renderSlotBalance(settings.slotBalance ?? SlotBalance.None, adaptive, versions),
  };
}

function renderAdaptiveScheduler(settings: AutoscalingSettings, versions: Versions): Record<string, string> {
  const prefix = "jobmanager.adaptive-scheduler.";
  // Flink 2 has the names with a phase in front; the old ones still work there but are deprecated.
  const renamed = supports(versions, "rescaleOnCheckpoint");
  const configuration: Record<string, string> = { "jobmanager.scheduler": "adaptive" };
  const add = (name: string, value: string | undefined, field: string): void => {
    if (value !== undefined) configuration[prefix + name] = formatDuration(parseDuration(value, `autoscaling.${field}`));
  };
  add(renamed ? "executing.cooldown-after-rescaling" : "scaling-interval.min", settings.rescaleCooldown, "rescaleCooldown");
  add(renamed ? "submission.resource-wait-timeout" : "resource-wait-timeout", settings.resourceWaitTimeout, "resourceWaitTimeout");
  add(
    renamed ? "submission.resource-stabilization-timeout" : "resource-stabilization-timeout",
    settings.resourceStabilizationTimeout,
    "resourceStabilizationTimeout",
  );
  if (settings.rescaleMaxDelay !== undefined)
    requireFeature(versions, "rescaleOnCheckpoint", "autoscaling.rescaleMaxDelay", settings.rescaleMaxDelay);
  add("rescale-trigger.max-delay", settings.rescaleMaxDelay, "rescaleMaxDelay");
  return configuration;
}

function renderSlotBalance(balance: SlotBalance, adaptive: boolean, versions: Versions): Record<string, string> {
  const field = "autoscaling.slotBalance";
  if (!Object.values(SlotBalance).includes(balance)) {
    throw new ArgumentError({
      field,
      value: balance,
      rule: `must be one of ${Object.values(SlotBalance).join(", ")}`,
      remedy: "Choose one of these.",
    });
  }
  if (balance === SlotBalance.None) return {};
  if (adaptive) requireFeature(versions, "adaptiveSlotBalance", field, balance);
  if (balance === SlotBalance.Tasks) requireFeature(versions, "taskBalance", field, balance);
  return {
    "taskmanager.load-balance.mode": balance.toUpperCase(),
    // Otherwise the Adaptive Scheduler first packs into as few TaskManagers as it can, and there is nothing to balance.
    ...(adaptive ? { "jobmanager.adaptive-scheduler.prefer-minimal-taskmanagers": "false" } : {}),
  };
}
