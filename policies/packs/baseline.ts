/**
 * The pack every environment starts with. Mandatory is what makes checkpoints large, slow or impossible to restore.
 */
import { JOB_RULES } from "../../model/index.ts";
import type { Level, Pack } from "./pack.ts";

/** Levels by rule: every rule has one, which a test of this pack holds true. */
export const LEVELS: Readonly<Record<string, Level>> = {
  "checkpoint-interval": "mandatory",
  "checkpoint-timeout": "mandatory",
  "checkpoint-storage": "mandatory",
  "finish-bundle": "mandatory",
  "options-size": "mandatory",
  "bundle-size": "mandatory",
  "bundle-time": "mandatory",
};

export const BASELINE: Pack = {
  name: "beam-flink-baseline",
  displayName: "Beam on Flink: baseline",
  description: "Checkpoints, bundles and pipeline options of Beam jobs on Flink.",
  entries: JOB_RULES.map((rule) => ({ rule, level: LEVELS[rule.id] ?? "mandatory" })),
};
