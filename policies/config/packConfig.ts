/**
 * A person's configuration of a pack, in the notation of `pulumi preview --policy-pack-config`, so that one file serves all gates: a level
 * for `all`, and for each rule a level, or an object with its level, parameters and waivers.
 */
import { z } from "zod";
import { ArgumentError, isObject, nearest } from "../../model/index.ts";
import type { Level } from "../packs/pack.ts";
import { WAIVER, type Waiver } from "./waivers.ts";

/** Name under which the level of values that are not known is set: mandatory makes a gate strict. */
export const NOT_EVALUATED = "not-evaluated";

/** The same for buckets and clusters, which the engine checks apart from jobs. */
export const NOT_EVALUATED_INFRASTRUCTURE = "not-evaluated-infrastructure";

/** What a person says of one rule. */
export interface RuleConfig {
  readonly level?: Level;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly waivers: readonly Waiver[];
}

/** What a person says of a pack. */
export interface PackConfig {
  readonly all?: Level;
  readonly rules: ReadonlyMap<string, RuleConfig>;
}

/** A remediation changes inputs in the engine only: what it could not put right counts as mandatory, as the engine has it. */
const LEVELS: Readonly<Record<string, Level>> = {
  advisory: "advisory",
  mandatory: "mandatory",
  disabled: "disabled",
  remediate: "mandatory",
};

/** Reads the configuration of a pack with these rules; throws an ArgumentError for anything that it does not know. */
export function parsePackConfig(config: unknown, rules: readonly string[]): PackConfig {
  if (config === undefined) return { rules: new Map() };
  if (!isObject(config)) {
    const remedy = 'Write it like { "all": "mandatory", "bundle-size": { "minimum": 20000 } }.';
    throw new ArgumentError({ field: "policy configuration", value: config, rule: "must be an object", remedy });
  }
  const known = [...rules, NOT_EVALUATED, NOT_EVALUATED_INFRASTRUCTURE];
  const entries = Object.entries(config).flatMap(([name, value]): [string, RuleConfig][] => {
    if (name === "all") return [];
    if (!known.includes(name)) throw unknownRule(name, known);
    const own = ruleConfig(name, value);
    if (!rules.includes(name)) refuseMoreThanALevel(name, value);
    return [[name, own]];
  });
  const all = config["all"] === undefined ? undefined : levelOf(config["all"], "all");
  return { ...(all === undefined ? {} : { all }), rules: new Map(entries) };
}

function ruleConfig(name: string, value: unknown): RuleConfig {
  if (!isObject(value)) return { level: levelOf(value, name), parameters: {}, waivers: [] };
  const { enforcementLevel, waivers, ...parameters } = value;
  return {
    ...(enforcementLevel === undefined ? {} : { level: levelOf(enforcementLevel, `${name}.enforcementLevel`) }),
    parameters,
    waivers: parseWaivers(waivers, name),
  };
}

/** What is not evaluated has no parameters and no waivers: a waiver of the rule itself covers it. */
function refuseMoreThanALevel(name: string, value: unknown): void {
  const more = isObject(value) ? Object.keys(value).find((key) => key !== "enforcementLevel") : undefined;
  if (more === undefined) return;
  const remedy = "Set its level here, and a waiver at the rule that cannot be evaluated.";
  throw new ArgumentError({ field: `policy configuration ${name}.${more}`, value: "set", rule: `is nothing that ${name} has`, remedy });
}

/** The waivers of a rule, checked. */
export function parseWaivers(value: unknown, rule: string): readonly Waiver[] {
  if (value === undefined) return [];
  const parsed = z.array(WAIVER).safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  const index = typeof path[0] === "number" ? `[${path[0]}]` : "";
  const key = issue?.code === "unrecognized_keys" ? issue.keys[0] : path[1]?.toString();
  throw new ArgumentError({
    field: `${rule}.waivers${index}${key === undefined ? "" : `.${key}`}`,
    value: key === undefined ? value : valueAt(value, [...path.slice(0, 1), key]),
    rule: `must fit a waiver: ${issue?.message ?? ""}`,
    remedy: "A waiver has resource, owner, reason and expires (2026-12-31), all of them.",
  });
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((node, key) => (typeof node === "object" && node !== null ? Reflect.get(node, key) : undefined), value);
}

function levelOf(value: unknown, field: string): Level {
  const level = typeof value === "string" && Object.hasOwn(LEVELS, value) ? LEVELS[value] : undefined;
  if (level !== undefined) return level;
  const rule = `must be one of ${Object.keys(LEVELS).join(", ")}`;
  throw new ArgumentError({ field: `policy configuration ${field}`, value, rule, remedy: "Choose one of these levels." });
}

function unknownRule(name: string, known: readonly string[]): ArgumentError {
  const meant = nearest(name, known);
  const remedy = meant === undefined ? `The pack has ${known.join(", ")}.` : `Did you mean ${meant}?`;
  return new ArgumentError({ field: "policy configuration", value: name, rule: "is no rule of the pack", remedy });
}
