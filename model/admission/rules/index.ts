/** Which rules CEL can say exactly, and why not the others. */
import type { AdmissionRule } from "../admissionRule.ts";
import { bundleSize } from "./bundleSize.ts";
import { bundleTime } from "./bundleTime.ts";
import { checkpointInterval } from "./checkpointInterval.ts";
import { checkpointStorage } from "./checkpointStorage.ts";
import { checkpointTimeout } from "./checkpointTimeout.ts";
import { finishBundle } from "./finishBundle.ts";
import { highAvailability } from "./highAvailability.ts";
import { imagePinned } from "./imagePinned.ts";
import { jobName } from "./jobName.ts";
import { jobResources } from "./jobResources.ts";
import { nonRestoredState } from "./nonRestoredState.ts";
import { optionsSize } from "./optionsSize.ts";
import { savepointStorage } from "./savepointStorage.ts";
import { upgradeMode } from "./upgradeMode.ts";

/** The rules in CEL, in the order of RULES.md. */
export const ADMISSION_RULES: readonly AdmissionRule[] = [
  checkpointInterval,
  checkpointTimeout,
  checkpointStorage,
  bundleSize,
  bundleTime,
  finishBundle,
  optionsSize,
  upgradeMode,
  highAvailability,
  savepointStorage,
  nonRestoredState,
  jobName,
  jobResources,
  imagePinned,
];

/** Ids of the rules that admission policies can hold. */
export const expressibleRules: readonly string[] = ADMISSION_RULES.map(({ rule }) => rule.id);

/** A policy admits or refuses: it cannot say that it did not look. */
const SILENT = "which a job need not have, and a policy cannot say that a rule was not evaluated";

const UNTRANSLATED = "CEL could say it; it has not been translated";

/** Ids of the other rules on jobs, each with the reason. */
export const INEXPRESSIBLE_RULES: Readonly<Record<string, string>> = {
  "checkpoint-one-writer": "it compares texts in upper and lower case, and CEL changes the case of ASCII letters only",
  "checkpoint-exactly-once": "it tells the mode in upper case, and CEL changes the case of ASCII letters only",
  "checkpoint-unaligned": `it needs the Beam version, ${SILENT}`,
  "checkpoint-retained": "it tells the retention in upper case, and CEL changes the case of ASCII letters only",
  "checkpoint-budget": `it needs the number of pipelines, ${SILENT}`,
  "options-application-data": UNTRANSLATED,
  "options-secrets": "its expressions look at what is around a match, which those of CEL cannot",
  "beam-flink-compatibility": `it needs the Beam version, ${SILENT}`,
  "beam-version": `it needs the Beam version, ${SILENT}`,
  "max-parallelism": UNTRANSLATED,
  "adaptive-scheduler": UNTRANSLATED,
  "slot-balance": `it needs the number of pipelines, ${SILENT}`,
  "drain-on-delete": `it needs the version of the operator, ${SILENT}`,
  "workload-identity": "it looks at every key of the Flink configuration at any depth, and CEL has no recursion",
};
