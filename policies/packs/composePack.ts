/** A pack of every rule, with its levels and its own parameters. */
import { BUCKET_RULES, CLUSTER_RULES, JOB_RULES, type Rule } from "../../model/index.ts";
import { LEVELS } from "./levels.ts";
import type { Pack, PackEntry } from "./pack.ts";

/** Composes the pack; `parameters` by rule come before the rule's defaults. */
export function composePack(
  levels: "baseline" | "production",
  text: Pick<Pack, "name" | "displayName" | "description">,
  parameters: Readonly<Record<string, PackEntry<never>["parameters"]>> = {},
): Pack {
  const entries = <View>(rules: readonly Rule<View>[]): PackEntry<View>[] =>
    rules.map((rule) => {
      const level = LEVELS[rule.id]?.[levels];
      // A rule without a level is a mistake of this package, found by the first test that loads a pack.
      if (level === undefined) throw new Error(`rule ${rule.id} has no level in policies/packs/levels.ts`);
      const own = parameters[rule.id];
      return own === undefined ? { rule, level } : { rule, level, parameters: own };
    });
  return { ...text, jobs: entries(JOB_RULES), buckets: entries(BUCKET_RULES), clusters: entries(CLUSTER_RULES) };
}
