/** A FlinkDeployment as a subject. */
import type { JobView, ManifestPath } from "../../../model/index.ts";
import { jobResource } from "../../jobResource.ts";
import type { Position } from "../source/position.ts";
import type { Subject } from "./subject.ts";

/** What is said of a FlinkDeployment that no rule on jobs is for. */
export const SESSION_CLUSTER = "FlinkDeployment without a job (session cluster)";

/** The subject; `otherwise` names it where the manifest's own name is not there or not known. */
export function jobSubject(view: JobView, otherwise: string, locate: (path: ManifestPath) => Position): Subject & { readonly kind: "job" } {
  return { kind: "job", resource: jobResource(view, otherwise), view, locate };
}
