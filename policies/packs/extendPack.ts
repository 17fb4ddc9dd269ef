/** A pack of an organisation: one of this project's with levels and parameters of its own, and rules of its own after the others. */
import { ArgumentError, type BucketView, type ClusterView, type JobView, nearest } from "../../model/index.ts";
import { entriesOf, type Level, type Pack, type PackEntry } from "./pack.ts";

/** What differs from the pack that is extended. */
export interface PackExtension extends Pick<Pack, "name" | "displayName" | "description"> {
  /**
   * Levels by the id of a rule of the extended pack.
   * @default the extended pack's
   */
  readonly levels?: Readonly<Record<string, Level>>;
  /**
   * Parameters by the id of a rule of the extended pack; each comes before the extended pack's of that name.
   * @default the extended pack's
   */
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /**
   * Rules of the organisation's own on jobs.
   * @default none
   */
  readonly jobs?: readonly PackEntry<JobView>[];
  /**
   * Rules of the organisation's own on buckets.
   * @default none
   */
  readonly buckets?: readonly PackEntry<BucketView>[];
  /**
   * Rules of the organisation's own on clusters.
   * @default none
   */
  readonly clusters?: readonly PackEntry<ClusterView>[];
}

/** Extends a pack. Throws an ArgumentError for a level or parameter of a rule that `base` does not have, and for a rule there twice. */
export function extendPack(
  base: Pack,
  { levels = {}, parameters = {}, jobs = [], buckets = [], clusters = [], ...text }: PackExtension,
): Pack {
  const known = entriesOf(base).map(({ rule }) => rule.id);
  for (const id of Object.keys(levels)) requireRule(id, known, "levels", base);
  for (const id of Object.keys(parameters)) requireRule(id, known, "parameters", base);
  const changed = <View>(entries: readonly PackEntry<View>[]) =>
    entries.map((entry): PackEntry<View> => {
      const { id } = entry.rule;
      const merged = { ...entry.parameters, ...parameters[id] };
      // Says now, and not at the first job, what does not fit the rule.
      entry.rule.configure(merged);
      return { ...entry, level: levels[id] ?? entry.level, parameters: merged };
    });
  const pack: Pack = {
    ...text,
    jobs: [...changed(base.jobs), ...jobs],
    buckets: [...changed(base.buckets), ...buckets],
    clusters: [...changed(base.clusters), ...clusters],
  };
  refuseTwice(pack);
  return pack;
}

function requireRule(id: string, known: readonly string[], field: string, base: Pack): void {
  if (known.includes(id)) return;
  const meant = nearest(id, known);
  throw new ArgumentError({
    field: `${field}["${id}"]`,
    value: id,
    rule: `must be a rule of ${base.name}`,
    remedy:
      meant === undefined ? "docs/RULES.md lists them; a rule of your own has its level where it is added." : `Did you mean ${meant}?`,
  });
}

function refuseTwice(pack: Pack): void {
  const ids = new Set<string>();
  for (const { rule } of entriesOf(pack)) {
    if (ids.has(rule.id)) {
      throw new ArgumentError({
        field: "rule",
        value: rule.id,
        rule: "must be in a pack once",
        remedy: "Give your own rule another id; to change ours, set its level or parameters.",
      });
    }
    ids.add(rule.id);
  }
}
