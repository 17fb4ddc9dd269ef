/** The settings of Flink in which two jobs differ, by their newest names. */
import { newestSettingName } from "../views/flinkKeyNames.ts";
import type { JobView } from "../views/jobView.ts";
import { isObject, UNKNOWN } from "../views/known.ts";
import type { ManifestPath } from "../views/place.ts";
import { type Compared, type Difference, difference } from "./difference.ts";
import { actionOnSetting, type DeploymentMode } from "./operatorAction.ts";

const CONFIGURATION: ManifestPath = ["spec", "flinkConfiguration"];

/** Compares the two configurations. */
export function settingDifferences(before: JobView, after: JobView, mode: DeploymentMode): readonly Compared[] {
  const old = before.settings();
  const now = after.settings();
  // One value that is not known hides none of the others.
  if (old === UNKNOWN || now === UNKNOWN) return rootKeys(before, after).flatMap((key) => comparedKey(before, after, key, mode));
  const [ofOld, ofNow] = [byNewestName(old), byNewestName(now)];
  return [...new Set([...ofOld.keys(), ...ofNow.keys()])].flatMap((name) =>
    comparedSetting(before, after, name, [ofOld.get(name) ?? NO_KEYS, ofNow.get(name) ?? NO_KEYS], mode),
  );
}

type Keys = ReadonlyMap<string, string>;
const NO_KEYS: Keys = new Map();

function comparedSetting(
  before: JobView,
  after: JobView,
  name: string,
  [old, now]: readonly [Keys, Keys],
  mode: DeploymentMode,
): Difference[] {
  const changed = [...new Set([...old.keys(), ...now.keys()])].filter((key) => old.get(key) !== now.get(key));
  if (changed.length === 0) return [];
  const action = changed.map((key) => actionOnSetting(key, mode)).find((one) => one !== "ignored") ?? "ignored";
  const value = before.setting(name);
  const next = after.setting(name);
  if (value !== next) return [difference({ at: { setting: name }, field: name, before: value, after: next, action })];
  // The same value under another name is another setting to the operator.
  const [written, rewritten] = [old, now].map((keys) => `as ${[...keys.keys()].join(", ")}`);
  return [difference({ at: { setting: name }, field: name, before: written, after: rewritten, action })];
}

/** Keys and values as they stand, by the newest name of the setting that they are. */
function byNewestName(settings: Keys): ReadonlyMap<string, Keys> {
  const groups = Map.groupBy(settings, ([key]) => newestSettingName(key));
  return new Map([...groups].map(([name, entries]) => [name, new Map(entries)]));
}

function comparedKey(before: JobView, after: JobView, key: string, mode: DeploymentMode): readonly Compared[] {
  const old = before.value(...CONFIGURATION, key);
  const now = after.value(...CONFIGURATION, key);
  if (old === UNKNOWN && now === UNKNOWN) return [{ unknownField: key }];
  if (old !== UNKNOWN && now !== UNKNOWN && textOf(old) === textOf(now)) return [];
  return [difference({ at: { setting: newestSettingName(key) }, field: key, before: old, after: now, action: actionOnSetting(key, mode) })];
}

function textOf(value: unknown): string {
  return isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value ?? "");
}

/** Keys at the root of both configurations. */
function rootKeys(before: JobView, after: JobView): readonly string[] {
  const keys = [before, after].flatMap((view) => {
    const configuration = view.value(...CONFIGURATION);
    return isObject(configuration) ? Object.keys(configuration) : [];
  });
  return [...new Set(keys)];
}
