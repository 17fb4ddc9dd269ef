/** How careful an environment is: one word that decides the defaults of cluster and bucket. */
import { oneOf } from "../model/platform.ts";

/** What a component does where its arguments say nothing. */
export const Preset = {
  /** May be lost and built anew: one NAT gateway, spot TaskManagers, nothing protected. */
  Development: "development",
  /** Must not be lost: a NAT gateway per zone, on-demand nodes, keys of its own, protected from deletion. */
  Production: "production",
} as const;
export type Preset = (typeof Preset)[keyof typeof Preset];

/** The careful one: what is not named is guarded. */
export const DEFAULT_PRESET: Preset = Preset.Production;

/** The preset given, or the default. */
export const presetOf = (given: Preset | undefined): Preset => oneOf(given ?? DEFAULT_PRESET, Preset, "preset");
