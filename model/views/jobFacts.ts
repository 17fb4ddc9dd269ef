/** Facts that a job's manifest cannot say and an annotation, or else a label, of it does: where one stands, and how many pipelines there are. */
import type { JobView } from "./jobView.ts";
import { type Known, UNKNOWN } from "./known.ts";
import type { Place } from "./place.ts";

/** Independent pipelines in the job, each with sources of its own. */
export const PIPELINES = "beam-flink/pipelines";

/** The field of a result that could not be had for want of their number. */
export const PIPELINES_FIELD = `number of pipelines (annotation ${PIPELINES}, a whole number)`;

/** A whole number of 1 or more; undefined where the fact is missing or none. */
export function pipelineCount(view: JobView): Known<number | undefined> {
  const text = view.fact(PIPELINES);
  if (text === UNKNOWN || text === undefined) return text;
  const count = /^\d{1,15}$/.test(text.trim()) ? Number(text) : 0;
  return count > 0 ? count : undefined;
}

/** Where the fact stands, or should: a label only where that alone is there. */
export function placeOfFact(view: JobView, name: string): Place {
  const isLabel = view.text("metadata", "annotations", name) === undefined && view.text("metadata", "labels", name) !== undefined;
  return { path: ["metadata", isLabel ? "labels" : "annotations", name] };
}
