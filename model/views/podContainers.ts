/** The containers in the pod templates of a FlinkDeployment: one template for all pods, and one each for JobManager and TaskManagers. */
import type { JobView } from "./jobView.ts";
import { UNKNOWN } from "./known.ts";
import type { ManifestPath } from "./place.ts";

/** Name the operator gives the container that runs Flink. */
export const MAIN_CONTAINER = "flink-main-container";

const TEMPLATES: readonly ManifestPath[] = [
  ["spec", "podTemplate"],
  ["spec", "jobManager", "podTemplate"],
  ["spec", "taskManager", "podTemplate"],
];

/** Paths of containers. */
export interface Containers {
  readonly paths: readonly ManifestPath[];
  /** True where there may be others, which are not known yet. */
  readonly incomplete: boolean;
}

/** Containers of these kinds in all templates. */
export function podContainers(view: JobView, ...kinds: readonly ("containers" | "initContainers")[]): Containers {
  const paths: ManifestPath[] = [];
  let incomplete = false;
  for (const template of TEMPLATES) {
    for (const kind of kinds) {
      const list: ManifestPath = [...template, "spec", kind];
      const items = view.list(...list);
      if (items === UNKNOWN) {
        incomplete = true;
        continue;
      }
      for (const [index, item] of items.entries()) {
        if (item === UNKNOWN) incomplete = true;
        else paths.push([...list, index]);
      }
    }
  }
  return { paths, incomplete };
}
