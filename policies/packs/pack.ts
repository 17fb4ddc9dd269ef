/** What a pack is: rules with levels. A pack chooses and levels rules and sets their parameters; it never changes what they mean. */
import type { BucketView, ClusterView, JobView, Rule } from "../../model/index.ts";

/** What a violation does. A person's policy configuration can change it. */
export type Level = "advisory" | "mandatory" | "disabled";

/** One rule in a pack. */
export interface PackEntry<View> {
  readonly rule: Rule<View>;
  readonly level: Level;
  /**
   * Parameters that differ from the rule's defaults.
   * @default none
   */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** A pack of rules on jobs, on the buckets that hold their state and on the clusters that run them. */
export interface Pack {
  /** Letters, digits, hyphens, underscores and periods. */
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly jobs: readonly PackEntry<JobView>[];
  readonly buckets: readonly PackEntry<BucketView>[];
  readonly clusters: readonly PackEntry<ClusterView>[];
}

/** What is said of a rule, whatever it looks at. */
export type AnyEntry = Omit<PackEntry<never>, "rule"> & { readonly rule: Pick<Rule<never>, keyof Rule<never>> };

/** All entries, jobs first. */
export function entriesOf(pack: Pack): readonly AnyEntry[] {
  return [...pack.jobs, ...pack.buckets, ...pack.clusters];
}
