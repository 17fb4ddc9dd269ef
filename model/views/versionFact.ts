/** Versions that a manifest cannot say and its annotations do: read without an error, since a rule judges whatever it is given. */
import type { JobView } from "./jobView.ts";
import { type Known, UNKNOWN } from "./known.ts";

/** Facts of a job that hold a version: the annotation, or else the label, of that name. */
export const BEAM_VERSION = "beam-flink/beam-version";
export const OPERATOR_VERSION = "beam-flink/operator-version";

/** The field of a result that could not be had for want of the version. */
export const BEAM_VERSION_FIELD = `Beam version (annotation ${BEAM_VERSION})`;
export const OPERATOR_VERSION_FIELD = `operator version (annotation ${OPERATOR_VERSION})`;

/** `major.minor` of the fact; undefined where it is missing or no version. */
export function versionLine(view: JobView, fact: typeof BEAM_VERSION | typeof OPERATOR_VERSION): Known<string | undefined> {
  const text = view.fact(fact);
  if (text === UNKNOWN || text === undefined) return text;
  // What follows the patch (`-rc1`, `-SNAPSHOT`) does not count.
  return /^(\d{1,4}\.\d{1,4})(?:\.\d{1,4})?(?:-[\w.-]+)?$/.exec(text.trim())?.[1];
}
