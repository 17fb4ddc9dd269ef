/** What a new user does, from empty folders to a running job: platform-local, then beam-job on it, by the Pulumi CLI alone. */
import { readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import type { PlatformJobArgs } from "../../components/index.ts";
import type { Machine, Result } from "./instance.ts";

export const PLATFORM = "streaming";
export const JOB = "orders";

/** How long a command may be quiet about its progress does not matter here. */
const PLAIN = ["--color", "never", "--non-interactive"];

export interface PlatformAnswers {
  readonly bucketUrl: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** Further values, by their paths. */
  readonly settings: Readonly<Record<string, string>>;
}

export const update = (machine: Machine, at: string, command: "up" | "destroy", ...more: readonly string[]): Promise<Result> =>
  machine.run(at, "pulumi", command, "--stack", "dev", "--yes", "--skip-preview", ...more, ...PLAIN);

export const preview = (machine: Machine, at: string): Promise<Result> =>
  machine.run(at, "pulumi", "preview", "--stack", "dev", "--expect-no-changes", ...PLAIN);

/** Makes the platform's project and brings it up; a step that fails ends it, with what was said. */
export async function bringUpPlatform(machine: Machine, { settings, accessKey, secretKey, ...asked }: PlatformAnswers): Promise<string> {
  await succeeded(machine.pulumiNew("platform-local", PLATFORM, asked));
  const set = (...args: readonly string[]) => succeeded(machine.run(PLATFORM, "pulumi", "config", "set", "--stack", "dev", ...args));
  // As `pulumi new` encrypts them when it asks.
  await set("--secret", "accessKey", accessKey);
  await set("--secret", "secretKey", secretKey);
  for (const [key, value] of Object.entries(settings)) await set("--path", key, value);
  return succeeded(update(machine, PLATFORM, "up"));
}

/** Makes the job's project, edits its one file, and brings it up. */
export async function bringUpJob(machine: Machine, { image, entryClass, ...settings }: PlatformJobArgs): Promise<string> {
  await succeeded(machine.pulumiNew("beam-job", JOB, { image: String(image), entryClass }));
  const file = path.join(machine.folder, JOB, "job.ts");
  const text = await readFile(file, "utf8");
  const dev = "  dev: {\n    parallelism: 1,\n  },\n";
  if (!text.includes(dev)) throw new Error(`job.ts has no ${dev}`);
  await writeFile(file, text.replace(dev, `  dev: ${JSON.stringify(settings)},\n`));
  return succeeded(update(machine, JOB, "up"));
}

/** Takes both down, in the order that both need. */
export async function takeDown(machine: Machine): Promise<void> {
  await succeeded(update(machine, JOB, "destroy", "--run-program"));
  await succeeded(update(machine, PLATFORM, "destroy"));
}

async function succeeded(result: Promise<Result>): Promise<string> {
  const { code, output } = await result;
  if (code !== 0) throw new Error(output);
  return output;
}
