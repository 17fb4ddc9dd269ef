/** The recorded run of `docs/autoscaling.md`, and the file that holds it. */
import { readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { z } from "zod";
import { CIRCUMSTANCES } from "../circumstances.ts";
import { sample } from "./samples.ts";

const results = z.strictObject({
  ...CIRCUMSTANCES,
  step: z.strictObject({ fromSeconds: z.number(), toSeconds: z.number() }),
  samples: z.array(sample),
  /** What the operator's events said, in their order. */
  events: z.array(z.strictObject({ seconds: z.number(), reason: z.string(), message: z.string() })),
  /** Metrics of the source's vertex that the autoscaler or a reader of its decisions looks for. */
  metrics: z.array(z.string()),
  /** What the autoscaler had collected last, by vertex. */
  collected: z.record(z.string(), z.record(z.string(), z.string())),
  counters: z.partialRecord(z.enum(["sequenceChecked", "sequenceGaps", "sequenceRepeats"]), z.number()),
});

export type Results = Readonly<z.infer<typeof results>>;

export const STORED = path.join(import.meta.dirname, "results.json");

export async function readResults(): Promise<Results> {
  return results.parse(JSON.parse(await readFile(STORED, "utf8")));
}

export async function storeResults(run: Results): Promise<void> {
  await writeFile(STORED, `${JSON.stringify(run, undefined, 2)}\n`);
}
