/** A FlinkDeployment as a subject. */
import { type JobView, type ManifestPath, UNKNOWN } from "../../../model/index.ts";
import type { Position } from "../source/position.ts";
import type { Subject } from "./subject.ts";

/** What is said of a FlinkDeployment that no rule on jobs is for. */
export const SESSION_CLUSTER = "FlinkDeployment without a job (session cluster)";

/** The subject; `otherwise` names it where the manifest's own name is not there or not known. */
export function jobSubject(view: JobView, otherwise: string, locate: (path: ManifestPath) => Position): Subject {
  const { name, namespace } = view;
  const own = name === UNKNOWN || name === undefined ? otherwise : name;
  const resource = namespace === UNKNOWN || namespace === undefined ? own : `${namespace}/${own}`;
  return { kind: "job", resource, view, locate };
}
