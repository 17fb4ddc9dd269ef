/** What becomes of an object of Kubernetes whose inputs have changed. */
import { type Change, diff, type Mutability } from "./diff.ts";
import { isAutonamed } from "./inputs.ts";
import { idOf, isKubernetesObject } from "./kubernetesObject.ts";
import type { JsonObject } from "./values.ts";

export interface ObjectDiff {
  readonly changes: Change[];
  readonly deleteBeforeReplace: boolean;
}

export function objectDiff(olds: JsonObject, news: JsonObject, options?: Mutability): ObjectDiff {
  const changes = diff(olds, news, options);
  const sameName = isKubernetesObject(olds) && isKubernetesObject(news) && idOf(olds) === idOf(news);
  // An automatic name is chosen anew for the replacement, so both can exist.
  return { changes, deleteBeforeReplace: changes.some(({ replace }) => replace) && sameName && !isAutonamed(news) };
}
