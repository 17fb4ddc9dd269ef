/**
 * How long a pack takes from its start to the port that it prints, which every preview waits for; and the CPU time of that, which says the
 * same on a machine that has other things to do.
 */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { median } from "../measured.ts";
import { type MeasuredPack, packSource } from "./packs.ts";

export interface StartRow {
  readonly pack: MeasuredPack;
  readonly form: "bundle" | "source";
  readonly runs: number;
  readonly medianMilliseconds: number;
  readonly bestMilliseconds: number;
  readonly medianCpuMilliseconds: number;
}

interface Start {
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
}

/** Starts every bundle and its source in turns. The first round warms the disk's cache and does not count. */
export async function measureStarts(bundles: ReadonlyMap<MeasuredPack, string>, runs: number): Promise<StartRow[]> {
  const started = [...bundles].flatMap(([pack, file]) => [
    { pack, form: "bundle" as const, file, starts: Array<Start>() },
    { pack, form: "source" as const, file: path.join(packSource(pack), "pack.ts"), starts: Array<Start>() },
  ]);
  for (let round = 0; round <= runs; round++) {
    for (const { file, starts } of started) {
      const start = await startedPack(file);
      if (round > 0) starts.push(start);
    }
  }
  return started.map(({ pack, form, starts }) => ({
    pack,
    form,
    runs: starts.length,
    medianMilliseconds: median(starts.map(({ milliseconds }) => milliseconds)),
    bestMilliseconds: Math.min(...starts.map(({ milliseconds }) => milliseconds)),
    medianCpuMilliseconds: median(starts.map(({ cpuMilliseconds }) => cpuMilliseconds)),
  }));
}

function startedPack(file: string): Promise<Start> {
  const begin = performance.now();
  // As the engine starts it: the file itself, in another folder, with the engine's address.
  const child = spawn(process.execPath, [file, "127.0.0.1:1"], { cwd: tmpdir(), stdio: ["ignore", "pipe", "inherit"] });
  return new Promise<Start>((resolve, reject) => {
    child.once("error", reject).once("exit", (code) => reject(new Error(`${file} ended with ${code} before it printed a port`)));
    child.stdout.once("data", (text: Buffer) => {
      const milliseconds = performance.now() - begin;
      if (/^\d+\n$/.test(text.toString())) resolve({ milliseconds, cpuMilliseconds: cpuOf(child.pid) });
      else reject(new Error(`${file} printed ${JSON.stringify(text.toString())} in place of its port`));
    });
  }).finally(() => child.kill());
}

/** CPU time of all threads of a process that runs, by the kernel's scheduler: nanoseconds are the first number for each. */
function cpuOf(pid: number | undefined): number {
  const tasks = `/proc/${pid}/task`;
  const nanoseconds = readdirSync(tasks).map((task) => Number(readFileSync(`${tasks}/${task}/schedstat`, "utf8").split(" ")[0]));
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
}
