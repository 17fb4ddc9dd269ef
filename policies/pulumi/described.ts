/** What the engine shows of a policy and lets a person configure. */
import type { EnforcementLevel, PolicyConfigSchema } from "@pulumi/policy";
import { configSchema } from "../config/configSchema.ts";
import type { PackEntry } from "../packs/pack.ts";

/** Name, sentence, level and configuration of the policy for a rule. */
export interface Described {
  readonly name: string;
  readonly description: string;
  readonly enforcementLevel: EnforcementLevel;
  readonly configSchema: PolicyConfigSchema;
}

/** Describes the rule of a pack as a policy. */
export function described<View>(entry: PackEntry<View>): Described {
  const { rule, level } = entry;
  return { name: rule.id, description: rule.title, enforcementLevel: level, configSchema: configSchema(entry) };
}
