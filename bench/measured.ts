/** What a program uses while it runs: the kernel's own count when it has ended. */
import { spawn } from "node:child_process";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { z } from "zod";

const REPORT = z.object({
  userSeconds: z.number(),
  systemSeconds: z.number(),
  wallSeconds: z.number(),
  peakBytes: z.number(),
  exit: z.int(),
});

/** One run of a program. */
export interface Usage {
  /** User and system time of all its threads, and of children it has waited for. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** Resident memory at its highest. */
  readonly peakBytes: number;
  /** Exit code, or the negative number of the signal that ended it. */
  readonly exit: number;
}

/** Reads what `measure` has written. */
export async function readUsage(file: string): Promise<Usage> {
  const { userSeconds, systemSeconds, ...rest } = REPORT.parse(JSON.parse(await readFile(file, "utf8")));
  return { ...rest, cpuSeconds: userSeconds + systemSeconds };
}

/** Runs `command` under the program `measure`; its output goes through a file, so that nobody's reading slows it down. */
export async function measured(measure: string, command: readonly string[]): Promise<Usage & { readonly stdout: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), "beam-flink-measured-"));
  try {
    const [report, stdout, stderr] = [path.join(folder, "report"), path.join(folder, "stdout"), path.join(folder, "stderr")];
    const [out, err] = [await open(stdout, "w"), await open(stderr, "w")];
    const code = await new Promise<number | null>((resolve, reject) => {
      const child = spawn(measure, [report, ...command], { stdio: ["ignore", out.fd, err.fd] });
      child.once("error", reject).once("exit", resolve);
    });
    await Promise.all([out.close(), err.close()]);
    const usage = await readUsage(report).catch(async (cause: unknown) => {
      throw new Error(`${command[0]} was not measured, exit code ${code}: ${await readFile(stderr, "utf8")}`, { cause });
    });
    return { ...usage, stdout: await readFile(stdout, "utf8") };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The middle one of a list of numbers; the mean of the two in the middle where their number is even. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  if (low === undefined || high === undefined) throw new RangeError("no numbers to take the median of");
  return (low + high) / 2;
}
