/** Jobs for the tests of rules: a view from options and settings, any of them unknown. */
import { type Attempt, type JobView, readJobView, UNKNOWN } from "../../../model/jobView.ts";

/** Stands in a manifest for a value that a preview does not know. */
export const NOT_YET = "<not known yet>";

const attempt: Attempt = (read) => {
  const value = read();
  return value === NOT_YET ? UNKNOWN : value;
};

/** A job with these pipeline options and Flink settings. */
export function job(options: Readonly<Record<string, string>>, configuration: Readonly<Record<string, unknown>> | string = {}): JobView {
  const args = Object.entries(options).map(([name, value]) => (value === NOT_YET ? NOT_YET : `--${name}=${value}`));
  return readJobView({ spec: { job: { args }, flinkConfiguration: configuration } }, attempt);
}

/** A job whose arguments and settings are all unknown. */
export const UNKNOWN_JOB: JobView = readJobView({ spec: NOT_YET }, attempt);
