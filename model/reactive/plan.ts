/** Reactive settings, checked, with all defaults filled in. */
import { ArgumentError } from "../argumentError.ts";
import { parseDuration } from "../duration.ts";
import { parseMemorySize } from "../memorySize.ts";
import { DEFAULT_BACKLOG_FLOOR } from "../monitoring/backlogSeconds.ts";
import { positive } from "../wholeNumber.ts";
import { BYTES_READ } from "./backlog.ts";
import { type Band, checkedBand } from "./band.ts";
import type { HorizontalPodAutoscalerSettings, KedaSettings, ReactiveSettings } from "./settings.ts";

export interface ReactivePlan {
  readonly minTaskManagers: number;
  readonly maxTaskManagers: number;
  /** Share of the CPU that is asked for. */
  readonly cpu: Band;
  /** Seconds. */
  readonly backlog: Band;
  /** Bytes. */
  readonly backlogFloor: number;
  readonly bytesReadMetric: string;
  /** Seconds. */
  readonly rateWindow: number;
  readonly scaleUpWindow: number;
  readonly scaleDownWindow: number;
  readonly horizontalPodAutoscaler?: HorizontalPodAutoscalerSettings;
  readonly keda?: { readonly prometheusAddress: string; readonly pollingInterval: number };
}

/** Longest window of a HorizontalPodAutoscaler, seconds. */
const LONGEST_WINDOW = 3600;

/** Throws an ArgumentError; `field` is where the settings are: `autoscaling.reactive`. */
export function planReactive(settings: ReactiveSettings, field: string): ReactivePlan {
  const { horizontalPodAutoscaler, keda } = settings;
  if ((horizontalPodAutoscaler === undefined) === (keda === undefined)) {
    throw new ArgumentError({
      field,
      value: Object.keys(settings),
      rule: "must have exactly one of horizontalPodAutoscaler and keda",
      remedy: "KEDA sees CPU and backlog and needs Prometheus; a HorizontalPodAutoscaler sees CPU and needs the metrics server.",
    });
  }
  const minTaskManagers = positive(settings.minTaskManagers ?? 1, `${field}.minTaskManagers`);
  const maxTaskManagers = positive(settings.maxTaskManagers, `${field}.maxTaskManagers`);
  if (minTaskManagers > maxTaskManagers) {
    throw new ArgumentError({
      field: `${field}.minTaskManagers`,
      value: minTaskManagers,
      rule: `must not be above maxTaskManagers (${maxTaskManagers})`,
      remedy: "Lower it, or raise maxTaskManagers.",
    });
  }
  const seconds = (name: Durations, fallback: string): number => wholeSeconds(settings[name] ?? fallback, `${field}.${name}`);
  const backlog = { up: seconds("backlogUp", "2 min"), down: seconds("backlogDown", "10 s") };
  return {
    minTaskManagers,
    maxTaskManagers,
    cpu: checkedBand(
      { up: share(settings.cpuUp ?? 0.9, `${field}.cpuUp`), down: settings.cpuDown ?? 0.7 },
      `${field}.cpuUp`,
      `${field}.cpuDown`,
    ),
    backlog: checkedBand(backlog, `${field}.backlogUp`, `${field}.backlogDown`),
    backlogFloor: parseMemorySize(settings.backlogFloor ?? DEFAULT_BACKLOG_FLOOR, `${field}.backlogFloor`),
    bytesReadMetric: metricName(settings.bytesReadMetric ?? BYTES_READ, `${field}.bytesReadMetric`),
    rateWindow: seconds("rateWindow", "2 min"),
    scaleUpWindow: shortEnough(seconds("scaleUpWindow", "1 min"), `${field}.scaleUpWindow`),
    scaleDownWindow: shortEnough(seconds("scaleDownWindow", "5 min"), `${field}.scaleDownWindow`),
    ...(horizontalPodAutoscaler === undefined ? {} : { horizontalPodAutoscaler: checkedAutoscaler(horizontalPodAutoscaler, field) }),
    ...(keda === undefined ? {} : { keda: planKeda(keda, `${field}.keda`) }),
  };
}

type Durations = "backlogUp" | "backlogDown" | "rateWindow" | "scaleUpWindow" | "scaleDownWindow";

function checkedAutoscaler(settings: HorizontalPodAutoscalerSettings, field: string): HorizontalPodAutoscalerSettings {
  const { backlogMetric } = settings;
  if (backlogMetric !== undefined) metricName(backlogMetric, `${field}.horizontalPodAutoscaler.backlogMetric`);
  return settings;
}

function planKeda({ prometheusAddress, pollingInterval }: KedaSettings, field: string): NonNullable<ReactivePlan["keda"]> {
  if (!/^https?:\/\/[^\s/@]+(\/\S*)?$/.test(prometheusAddress)) {
    throw new ArgumentError({
      field: `${field}.prometheusAddress`,
      value: prometheusAddress.includes("@") ? "(an address with a user in it)" : prometheusAddress,
      rule: "must be an http or https address, without credentials",
      remedy: 'Give it like "http://prometheus-operated.monitoring.svc:9090".',
    });
  }
  return { prometheusAddress, pollingInterval: wholeSeconds(pollingInterval ?? "30 s", `${field}.pollingInterval`) };
}

function metricName(name: string, field: string): string {
  if (/^[a-zA-Z_:][\w:.-]*$/.test(name)) return name;
  throw new ArgumentError({ field, value: name, rule: "must be the name of a metric", remedy: `Give it like "${BYTES_READ}".` });
}

function share(value: number, field: string): number {
  if (value > 0 && value <= 1) return value;
  throw new ArgumentError({ field, value, rule: "must be above 0 and at most 1, a share of the CPU asked for", remedy: "0.9 is usual." });
}

function wholeSeconds(text: string, field: string): number {
  const seconds = parseDuration(text, field) / 1000;
  if (Number.isSafeInteger(seconds) && seconds > 0) return seconds;
  throw new ArgumentError({ field, value: text, rule: "must be whole seconds, at least one", remedy: 'Give it like "30 s".' });
}

function shortEnough(seconds: number, field: string): number {
  if (seconds <= LONGEST_WINDOW) return seconds;
  throw new ArgumentError({ field, value: `${seconds} s`, rule: `must be at most ${LONGEST_WINDOW} s`, remedy: "Shorten it." });
}
