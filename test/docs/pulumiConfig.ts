/** Whether the config of an environment that a page shows is valid, whole or in part. */
import { parseEnvironment } from "../../stacks/config.ts";

const PREFIX = "beam-flink:";

/** What completes a part that a page shows alone. */
const CLUSTER = { cluster: { existing: {} } };
const BUCKET = { bucket: { endpoint: { url: "http://s3:7070", bucket: "flink" } } };

/** The program's complaint about the keys that are its own; empty where there is none, or no such key. */
export function configFaults(document: Readonly<Record<string, unknown>>): string {
  const whole = document["config"];
  const given = Object.entries((whole ?? document) as object).filter(([key]) => key.startsWith(PREFIX));
  if (given.length === 0) return "";
  const values = Object.fromEntries(given.map(([key, value]) => [key.slice(PREFIX.length), value]));
  const rest = whole !== undefined || "platform" in values ? {} : { ...CLUSTER, ...BUCKET };
  try {
    parseEnvironment({ ...rest, ...values }, "page");
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
