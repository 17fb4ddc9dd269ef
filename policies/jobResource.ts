/** What a job is called in reports and waivers. */
import { type JobView, UNKNOWN } from "../model/index.ts";

/** `namespace/name`; `otherwise` stands for a name that is not there or not known. */
export function jobResource({ name, namespace }: JobView, otherwise: string): string {
  const own = name === UNKNOWN || name === undefined ? otherwise : name;
  return namespace === UNKNOWN || namespace === undefined ? own : `${namespace}/${own}`;
}
