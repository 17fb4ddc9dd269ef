/** The Pulumi CLI that a person has. */
import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";

/** The first that runs executable policy packs, [major, minor]. */
const OLDEST = [3, 255] as const;

/** For people: what to install. */
export const OLDEST_CLI = OLDEST.join(".");

/** Milliseconds to tell its version. */
const VERSION_TIMEOUT = 30_000;

/** The first on PATH that is new enough. */
export async function pulumiOnPath(signal: AbortSignal): Promise<string | undefined> {
  for (const folder of (process.env["PATH"] ?? "").split(path.delimiter)) {
    if (folder === "") continue;
    const command = path.join(folder, "pulumi");
    if (isNewEnough(await versionOf(command, signal))) return path.resolve(command);
  }
  return undefined;
}

async function versionOf(command: string, signal: AbortSignal): Promise<string> {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  return promisify(execFile)(command, ["version"], { env, signal, timeout: VERSION_TIMEOUT }).then(
    ({ stdout }) => stdout,
    () => {
      signal.throwIfAborted();
      return "";
    },
  );
}

/** Whether the text that `pulumi version` prints is new enough. */
export function isNewEnough(version: string): boolean {
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version.trim()) ?? [];
  if (major === undefined || minor === undefined) return false;
  return Number(major) > OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1]);
}
