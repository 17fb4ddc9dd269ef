/** A rule with the configuration that the engine gives to its policy, prepared once for as long as that stays the same. */
import { ArgumentError } from "../../model/index.ts";
import { parseWaivers } from "../config/packConfig.ts";
import { type PreparedRule, prepareRule } from "../evaluation.ts";
import type { PackEntry } from "../packs/pack.ts";

/** Gives the clock: tests give their own. */
export type Clock = () => Date;

/** Returns the prepared rule for a configuration: parameters and waivers of the policy. */
export function configured<View>(entry: PackEntry<View>, clock: Clock): (config: Readonly<Record<string, unknown>>) => PreparedRule<View> {
  let last: { readonly key: string; readonly run: PreparedRule<View> } | undefined;
  return (config) => {
    const key = JSON.stringify(config);
    if (last?.key !== key) last = { key, run: prepare(entry, config, clock()) };
    return last.run;
  };
}

function prepare<View>(entry: PackEntry<View>, config: Readonly<Record<string, unknown>>, today: Date): PreparedRule<View> {
  const { waivers, ...parameters } = config;
  try {
    return prepareRule(entry, { parameters, waivers: parseWaivers(waivers, entry.rule.id) }, today);
  } catch (error) {
    // The server shows the stack: for a mistake in a person's configuration the message alone is right.
    if (error instanceof ArgumentError) error.stack = error.message;
    throw error;
  }
}
