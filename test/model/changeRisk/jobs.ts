/** The good job of the policies' tests with changes, for the tests of change risk. */
import { type JobView, readJobView } from "../../../model/index.ts";
import { changeRisk, type JobRisk } from "../../../model/changeRisk/index.ts";
import { jobManifest } from "../../policies/check/checked.ts";

/** A change of a job: each value stands at a path written with spaces; undefined takes it away. */
export interface Changes {
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Pipeline options. */
  readonly options?: Readonly<Record<string, string | undefined>>;
}

/** The good job, changed. */
export function manifest({ fields = {}, settings = {}, options = {} }: Changes = {}): object {
  const changed: object = structuredClone(jobManifest(options));
  for (const [path, value] of Object.entries(fields)) set(changed, path.split(" "), value);
  for (const [key, value] of Object.entries(settings)) set(changed, ["spec", "flinkConfiguration", key], value);
  return changed;
}

/** Its view. */
export const job = (changes?: Changes): JobView => readJobView(manifest(changes));

/** The risk of getting from one job to the other. */
export const riskOf = (before: Changes, after: Changes): JobRisk => changeRisk(job(before), job(after));

/** Classes by the judgements that gave them. */
export const classes = ({ reasons }: JobRisk): Record<string, string> =>
  Object.fromEntries(reasons.toReversed().map((reason) => [reason.judgement, reason.class]));

function set(target: object, [key = "", ...rest]: readonly string[], value: unknown): void {
  const owner = target as Record<string, unknown>;
  if (rest.length > 0) {
    if (typeof owner[key] !== "object" || owner[key] === null) owner[key] = {};
    set(owner[key] as object, rest, value);
  } else if (value === undefined) delete owner[key];
  else owner[key] = value;
}

/** What is changed, and what each judgement says: the first is the job as it was. */
export type Case = readonly [title: string, before: Changes, after: Changes, expected: Readonly<Record<string, string>>];

/** A change that only restarts the job. */
export const RESTART: Changes = { fields: { "spec taskManager resource memory": "8g" } };

/** Changes of Flink's settings, of fields, of pipeline options. */
export const settings = (values: Readonly<Record<string, unknown>>): Changes => ({ settings: values });
export const fields = (values: Readonly<Record<string, unknown>>): Changes => ({ fields: values });
export const options = (values: Readonly<Record<string, string | undefined>>): Changes => ({ options: values });

/** An upgrade mode, with more fields. */
export const mode = (upgradeMode: string | undefined, more: Readonly<Record<string, unknown>> = {}): Changes =>
  fields({ "spec job upgradeMode": upgradeMode, ...more });

/** The same as fields. */
export const restarted = { "spec taskManager resource memory": "8g" };
