/** What a version can do that an older one cannot: asked before a key is rendered, and named in the error when it is missing. */
import { ArgumentError } from "./argumentError.ts";
import type { Versions } from "./versions.ts";
import { compareLines, lineOf, parseVersion } from "./versionNumber.ts";

interface FeatureEntry {
  /** Subject of the error: "slot balance under the Adaptive Scheduler". */
  readonly title: string;
  readonly product: "beam" | "flink" | "operator";
  /** First line that has it. */
  readonly since: string;
  /** What to do on an older version, as a sentence. */
  readonly otherwise: string;
}

/** Features by name. Sources: Flink's configuration classes, the operator's CRDs and `AutoScalerOptions`, Beam's release notes. */
const FEATURES = {
  checkpointKeyNames: {
    title: "execution.checkpointing.* names for checkpoint storage",
    product: "flink",
    since: "1.20",
    otherwise: "Use the state.* names.",
  },
  rescaleOnCheckpoint: {
    title: "rescaling right after a checkpoint",
    product: "flink",
    since: "2.0",
    otherwise: "Leave it out: a rescale then repeats what was read since the last checkpoint.",
  },
  adaptiveSlotBalance: {
    title: "slot balance under the Adaptive Scheduler",
    product: "flink",
    since: "2.2",
    otherwise: 'Use Flink 2.2, or slotBalance "none".',
  },
  taskBalance: {
    title: "balance by tasks",
    product: "flink",
    since: "2.2",
    otherwise: 'Use Flink 2.2, or slotBalance "slots" with the Default Scheduler.',
  },
  tolerableFailuresOption: {
    title: "the pipeline option tolerableCheckpointFailureNumber",
    product: "flink",
    since: "2.0",
    otherwise: "Use execution.checkpointing.tolerable-failed-checkpoints.",
  },
  utilizationBounds: {
    title: "utilization.target, .min and .max of the autoscaler",
    product: "operator",
    since: "1.11",
    otherwise: "Use operator 1.11, or bounds at the same distance on both sides of the target.",
  },
  keyGroupAdjustMode: {
    title: "scaling.key-group.partitions.adjust.mode of the autoscaler",
    product: "operator",
    since: "1.15",
    otherwise: "Leave it out.",
  },
  observedScalability: {
    title: "observed scalability of the autoscaler",
    product: "operator",
    since: "1.15",
    otherwise: "Leave it out: the autoscaler takes scaling as linear.",
  },
} as const satisfies Record<string, FeatureEntry>;

/** Name of a feature that depends on a version. */
export type Feature = keyof typeof FEATURES;

/** Display names of the products. */
const PRODUCTS = { beam: "Beam", flink: "Flink", operator: "operator" } as const;

/** True if the versions have the feature. */
export function supports(versions: Versions, feature: Feature): boolean {
  const entry: FeatureEntry = FEATURES[feature];
  return compareLines(lineOf(parseVersion(versions[entry.product], `versions.${entry.product}`)), entry.since) >= 0;
}

/** Refuses `field` where the versions lack the feature. */
export function requireFeature(versions: Versions, feature: Feature, field: string, value: unknown = true): void {
  if (supports(versions, feature)) return;
  const entry: FeatureEntry = FEATURES[feature];
  throw new ArgumentError({
    field,
    value,
    rule: `${entry.title} needs ${PRODUCTS[entry.product]} ${entry.since}, this is ${versions[entry.product]}`,
    remedy: entry.otherwise,
  });
}
