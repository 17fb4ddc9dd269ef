/** The Flink line that a FlinkDeployment's version field says, for comparing with others. */
import type { JobView } from "./jobView.ts";
import { type Known, UNKNOWN } from "./known.ts";

/** The field of a result that could not be had for want of the line. */
export const FLINK_LINE_FIELD = "Flink version (spec.flinkVersion)";

/** `1.19`; undefined where the field is missing or says no line that can be compared. */
export function comparableFlinkLine(view: JobView): Known<string | undefined> {
  const line = view.flinkLine;
  if (line === UNKNOWN || line === undefined) return line;
  return /^\d{1,4}\.\d{1,4}$/.test(line) ? line : undefined;
}
