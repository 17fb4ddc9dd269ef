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

/** True for a Flink setting that holds a key of a cloud, in any of its spellings. */
export function isCredentialKey(key: string): boolean {
  const variable = VARIABLE_KEY.exec(key)?.[1];
  if (variable !== undefined) return isCredentialVariable(variable);
  const spelling = key.toLowerCase().replaceAll(/[-_]/g, ".");
  return KEYS.some((pattern) => pattern.test(spelling));
}

/** True for an environment variable by which an SDK takes a key of a cloud. */
export function isCredentialVariable(name: string): boolean {
  return VARIABLES.includes(name);
}

/** Refuses environment variables that hold a key of a cloud. The error does not tell the value. */
export function refuseCredentialVariables(environment: Readonly<Record<string, unknown>>, field: string): void {
  const variable = Object.keys(environment).find(isCredentialVariable);
  if (variable === undefined) return;
  throw new ArgumentError({ field: `${field}.${variable}`, value: "set", rule: "must not hold a static credential", remedy: REMEDY });
}

/** Flink settings that set variables of the pods from Secrets, and flags of their Java processes. */
const VARIABLES_FROM_SECRETS = "kubernetes.env.secretKeyRef";
const JAVA_FLAGS = /^env\.java\.(?:opts|default-opts)(?:\..+)?$/;

/** A key that its own shape betrays, wherever it stands; undefined if there is none. */
export function visibleKey(text: string): string | undefined {
  if (/(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])/.test(text)) return "an AWS access key";
  // Hadoop took keys from the address of a bucket until 3.2.
  return /(?<![\w+.-])s3[anp]?:\/\/[^\s/:@]{1,256}:[^\s@]{1,256}@/i.test(text) ? "the address of a bucket with a key in it" : undefined;
}

/** What credential the text of a Flink setting brings along whose own name says nothing of it; undefined if none. */
export function settingCredential(key: string, text: string): string | undefined {
  if (key === VARIABLES_FROM_SECRETS) {
    const variables = [...text.matchAll(/(?:^|[,;'"\s])env:([A-Za-z_]\w{0,127})/g)].map(([, name = ""]) => name);
    const variable = variables.find(isCredentialVariable);
    return variable === undefined ? undefined : `the variable ${variable} from a Secret`;
  }
  return visibleKey(text) ?? (JAVA_FLAGS.test(key) ? javaFlag(text) : undefined);
}

/** Options of older Beam SDKs and of many jobs. */
const OPTION_NAMES = /^aws(?:access|secret(?:access)?)key(?:id)?$|^awssessiontoken$/;
/** Fields of the JSON that configures an AWS credentials provider, and of a Google service account's key file. */
const JSON_FIELDS: ReadonlySet<string> = new Set([
  "accessKeyId",
  "secretAccessKey",
  "sessionToken",
  "awsAccessKeyId",
  "awsSecretKey",
  "private_key",
]);

/** What credential an argument of a job holds, as the option of that name or on its own; undefined if none. Never tells the value. */
export function argumentCredential(name: string | undefined, text: string): string | undefined {
  const spelling = name?.toLowerCase().replaceAll(/[-_.]/g, "");
  if (name !== undefined && spelling !== undefined && OPTION_NAMES.test(spelling)) return `set as ${name}`;
  const key = visibleKey(text);
  if (key !== undefined) return key;
  if (/StaticCredentialsProvider|BasicAWSCredentials|BasicSessionCredentials/.test(text)) return "a provider of static AWS keys";
  const fields = [...text.matchAll(/"([\w.-]{1,128})"\s{0,8}:/g)].map(([, field = ""]) => field);
  const field = fields.find((candidate) => JSON_FIELDS.has(candidate) || isCredentialKey(candidate));
  return field === undefined ? javaFlag(text) : `JSON with the field ${field}`;
}

function javaFlag(text: string): string | undefined {
  const flag = /-D(aws\.(?:accessKeyId|secretKey|secretAccessKey|sessionToken))=/.exec(text)?.[1];
  return flag === undefined ? undefined : `the Java property ${flag}`;
}
