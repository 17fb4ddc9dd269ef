/**
 * Static credentials of clouds. A job has an identity of its own; a key beside it would be used instead of it, never expires, and is text
 * that everybody can read who may read the FlinkDeployment, its ConfigMap or the Web UI.
 */
import { ArgumentError } from "./argumentError.ts";

/** Variables by which the SDKs of AWS and Google Cloud take a key before they look for an identity. */
const VARIABLES: readonly string[] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "GOOGLE_APPLICATION_CREDENTIALS"];

/**
 * Flink settings that hold a key, in lower case and with dots only: Flink takes `s3.access-key` and `s3.access.key`, hands both to Hadoop's
 * S3A and to Presto, and hands everything after `flink.hadoop.` to Hadoop.
 */
const KEYS: readonly RegExp[] = [
  /^(?:flink\.hadoop\.)?(?:s3a?|fs\.s3a?|presto\.s3)\.(?:.+\.)?(?:access\.key|secret\.key|session\.token)$/,
  /^(?:flink\.hadoop\.)?(?:gs|fs\.gs|google\.cloud)\.(?:.+\.)?(?:json\.keyfile|keyfile|private\.key(?:\.id)?|client\.secret|refresh\.token)$/,
  /^(?:flink\.hadoop\.)?(?:azure|fs\.azure)\.account\.(?:key|oauth2\.client\.secret)(?:\..+)?$/,
];

/** Flink's other way to set a variable of its processes. */
const VARIABLE_KEY = /^containerized\.(?:master|taskmanager)\.env\.(.+)$/;

const REMEDY = "Leave it out: the job gets its rights by its own identity, from CheckpointBucket.grant.";

/** Refuses Flink settings that hold a key of a cloud. The error does not tell the value. */
export function refuseCredentialKeys(configuration: Readonly<Record<string, unknown>>, field: string): void {
  const key = Object.keys(configuration).find(isCredentialKey);
  if (key === undefined) return;
  throw new ArgumentError({ field: `${field}["${key}"]`, value: "set", rule: "must not hold a static credential", remedy: REMEDY });
}

function isCredentialKey(key: string): boolean {
  const variable = VARIABLE_KEY.exec(key)?.[1];
  if (variable !== undefined) return VARIABLES.includes(variable);
  const spelling = key.toLowerCase().replaceAll(/[-_]/g, ".");
  return KEYS.some((pattern) => pattern.test(spelling));
}

/** Refuses environment variables that hold a key of a cloud. The error does not tell the value. */
export function refuseCredentialVariables(environment: Readonly<Record<string, unknown>>, field: string): void {
  const variable = Object.keys(environment).find((name) => VARIABLES.includes(name));
  if (variable === undefined) return;
  throw new ArgumentError({ field: `${field}.${variable}`, value: "set", rule: "must not hold a static credential", remedy: REMEDY });
}
