/** Writes the figures of the faults down where the page of faults is made from: only when `BEAM_FLINK_WRITE_RESULTS` asks for it. */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import * as path from "node:path";
import type { Figures } from "./faultFigures.ts";

export const RESULTS_FILE = path.join(import.meta.dirname, "..", "..", "running", "faults", "results.json");

export interface Results {
  /** Day of the last figure, as `2026-11-26`. */
  readonly date: string;
  readonly machine: { readonly cores: number; readonly memoryGiB: number };
  readonly versions: Readonly<Record<string, string>>;
  readonly faults: readonly Figures[];
}

export async function readResults(): Promise<Results> {
  return JSON.parse(await readFile(RESULTS_FILE, "utf8")) as Results;
}

/** Adds the figures, or replaces those of the same fault. */
export async function record(figures: Figures, versions: Readonly<Record<string, string>>): Promise<void> {
  if (!process.env["BEAM_FLINK_WRITE_RESULTS"]) return;
  const before = existsSync(RESULTS_FILE) ? (await readResults()).faults : [];
  const results: Results = {
    date: new Date().toISOString().slice(0, 10),
    machine: { cores: availableParallelism(), memoryGiB: Math.round(totalmem() / 2 ** 30) },
    versions,
    faults: [...before.filter(({ fault }) => fault !== figures.fault), figures],
  };
  await writeFile(RESULTS_FILE, `${JSON.stringify(results, undefined, 2)}\n`);
}
