/** The rules on jobs, in the order of RULES.md. A new rule is a file here and a line in this list. */
import type { Rule } from "../rule.ts";
import { bundleSize } from "./bundleSize.ts";
import { bundleTime } from "./bundleTime.ts";
import { checkpointInterval } from "./checkpointInterval.ts";
import { checkpointStorage } from "./checkpointStorage.ts";
import { checkpointTimeout } from "./checkpointTimeout.ts";
import { finishBundle } from "./finishBundle.ts";
import { optionsSize } from "./optionsSize.ts";

export const JOB_RULES: readonly Rule[] = [
  checkpointInterval,
  checkpointTimeout,
  checkpointStorage,
  bundleSize,
  bundleTime,
  finishBundle,
  optionsSize,
];
