/** Jobs for the tests of rules: a view from options and settings, any of them unknown. */
import { type JobView, readJobView } from "../../../model/views/jobView.ts";
import { type Attempt, UNKNOWN } from "../../../model/views/known.ts";

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

/** Parts of a manifest, for rules that look at more than options and settings. */
export interface JobParts {
  readonly options?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>> | string;
  readonly annotations?: Readonly<Record<string, string>> | string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Fields of `spec.job` beside the arguments. */
  readonly job?: Readonly<Record<string, unknown>>;
  readonly jobManager?: unknown;
}

/** A job of these parts. */
export function jobWith({ options = {}, settings = {}, annotations, labels, job: fields, jobManager }: JobParts): JobView {
  const args = Object.entries(options).map(([name, value]) => (value === NOT_YET ? NOT_YET : `--${name}=${value}`));
  const metadata = { annotations, labels };
  return readJobView({ metadata, spec: { job: { ...fields, args }, jobManager, flinkConfiguration: settings } }, attempt);
}

/** The job of a whole manifest, whatever is in it. */
export function jobFrom(manifest: unknown): JobView {
  return readJobView(manifest, attempt);
}
