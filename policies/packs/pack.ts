/** What a pack is: rules with levels. A pack chooses and levels rules; it never changes what they mean. */
import type { Rule } from "../../model/index.ts";

/** What a violation does. A person's policy configuration can change it. */
export type Level = "advisory" | "mandatory" | "disabled";

/** One rule in a pack. */
export interface PackEntry {
  readonly rule: Rule;
  readonly level: Level;
}

/** A pack of rules on jobs. */
export interface Pack {
  /** Letters, digits, hyphens, underscores and periods. */
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly entries: readonly PackEntry[];
}
