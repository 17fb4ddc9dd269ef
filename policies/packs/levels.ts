/** The level of each rule in the two packs: `production` decides for itself, `baseline` makes mandatory only what it must. */
import type { Level } from "./pack.ts";

/** Levels of a rule. */
interface Levels {
  readonly baseline: Level;
  readonly production: Level;
}

/** Checkpoints that are large, slow or cannot be restored, and secrets in the open: no environment may have them. */
const ALWAYS: Levels = { baseline: "mandatory", production: "mandatory" };

/** Needed where a failure costs something. */
const IN_PRODUCTION: Levels = { baseline: "advisory", production: "mandatory" };

/** Good to know, wherever it is. */
const ADVICE: Levels = { baseline: "advisory", production: "advisory" };

/** Levels by rule: every rule has its own, which a test holds true. */
export const LEVELS: Readonly<Record<string, Levels>> = {
  "checkpoint-interval": ALWAYS,
  "checkpoint-timeout": ALWAYS,
  "checkpoint-storage": ALWAYS,
  "checkpoint-one-writer": IN_PRODUCTION,
  "checkpoint-exactly-once": ADVICE,
  "checkpoint-unaligned": IN_PRODUCTION,
  "checkpoint-retained": ADVICE,
  "checkpoint-budget": ALWAYS,
  "bundle-size": ALWAYS,
  "bundle-time": ALWAYS,
  "finish-bundle": ALWAYS,
  "options-size": ALWAYS,
  "options-application-data": ADVICE,
  "options-secrets": ALWAYS,
  "beam-flink-compatibility": ALWAYS,
  "beam-version": ADVICE,
  "max-parallelism": IN_PRODUCTION,
  "adaptive-scheduler": IN_PRODUCTION,
  "slot-balance": ADVICE,
  "upgrade-mode": ALWAYS,
  "high-availability": IN_PRODUCTION,
  "savepoint-storage": IN_PRODUCTION,
  "drain-on-delete": IN_PRODUCTION,
  "non-restored-state": ADVICE,
  "job-name": IN_PRODUCTION,
  "job-resources": IN_PRODUCTION,
  "image-pinned": ADVICE,
  "workload-identity": ALWAYS,
  "bucket-encryption": IN_PRODUCTION,
  "bucket-public-access": IN_PRODUCTION,
  "bucket-tls-only": IN_PRODUCTION,
  "bucket-lifecycle": IN_PRODUCTION,
  "bucket-protected": ADVICE,
  "cluster-endpoint": ADVICE,
  "cluster-logging": ADVICE,
};
