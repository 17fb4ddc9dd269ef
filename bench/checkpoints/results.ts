/** What a run of the ladder yields, and the file that holds the last one. */
import { readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { z } from "zod";
import { CIRCUMSTANCES } from "../circumstances.ts";
import { comparisonName, SETTINGS, SHAPES } from "./matrix.ts";

const spread = z.strictObject({ median: z.number(), min: z.number(), max: z.number() });

const row = z.strictObject({
  /** When its last checkpoint was read, to the minute. */
  at: z.string(),
  /** Processes that wanted a core then, the mean of a minute: above the machine's cores, checkpoints come late. */
  load: z.number(),
  shape: z.enum(SHAPES),
  setting: z.enum(SETTINGS),
  intervalSeconds: z.number(),
  pipelines: z.int(),
  /** Of each pipeline. */
  elementsPerSecond: z.number(),
  elementBytes: z.number(),
  payloadBytes: z.int(),
  /** Completed checkpoints that the figures are of. */
  checkpoints: z.int(),
  /** Checkpoints that failed, those of the warm-up included. */
  failed: z.int(),
  /** State of one checkpoint, which is what one interval writes: the whole job's. */
  bytes: spread,
  /** From a checkpoint's trigger to its end. */
  milliseconds: spread,
  /** The job graph in the high-availability folder. */
  jobGraphBytes: z.int(),
  /** `_metadata` of the last checkpoint, which holds small state once more. */
  metadataBytes: z.int(),
});

const results = z.strictObject({ ...CIRCUMSTANCES, rows: z.array(row) });

export type Row = Readonly<z.infer<typeof row>>;
export type Results = Readonly<z.infer<typeof results>>;
export type Spread = Readonly<z.infer<typeof spread>>;

/** The stored run, which the documentation and the tests of the checkpoint budget are made of. */
export const STORED = path.join(import.meta.dirname, "results.json");

export async function readResults(file: string): Promise<Results> {
  return results.parse(JSON.parse(await readFile(file, "utf8")));
}

/** Adds rows to what the file holds; a row that was measured again takes the former one's place. */
export async function storeResults(file: string, measured: Results): Promise<void> {
  const before = await readResults(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  const rows = new Map([...(before?.rows ?? []), ...measured.rows].map((one) => [rowName(one), one]));
  await writeFile(file, `${JSON.stringify({ ...measured, rows: [...rows.values()] }, undefined, 2)}\n`);
}

export const rowName = (one: Row): string => `${comparisonName(one)}, ${one.setting}`;

/**
 * Whether each checkpoint ended before the next one was due. On a busy machine some do not; the next ones then come too soon after them, and
 * sizes are no longer those of the interval that the row names.
 */
export const punctual = ({ milliseconds, intervalSeconds }: Row): boolean => milliseconds.max <= intervalSeconds * 1000;
