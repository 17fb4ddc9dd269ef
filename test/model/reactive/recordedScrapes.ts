/**
 * What the TaskManager of a real KafkaIO job showed its scraper, five times: `recorded-kafka-<n>.txt`, the lines of the metrics that the
 * queries read. One of its two topics is read too slowly, the other is idle. Beam 2.70.0, Flink 1.19.1, 2026-11-26.
 */
import { readFile } from "node:fs/promises";
import * as path from "node:path";

const SCRAPES = 5;
/** Seconds between two of them, on average. */
export const RECORDED_INTERVAL = 32;

export type Scrape = string;

export function scrapes(): Promise<Scrape[]> {
  const names = Array.from({ length: SCRAPES }, (_, index) => `recorded-kafka-${index + 1}.txt`);
  return Promise.all(names.map((name) => readFile(path.join(import.meta.dirname, name), "utf8")));
}

/** Values of each series of `metric`, by its labels as they are written, one for each scrape. */
export function valuesOf(recorded: readonly Scrape[], metric: string): readonly (readonly [labels: string, values: readonly number[]])[] {
  const values = new Map<string, number[]>();
  for (const [index, text] of recorded.entries()) {
    for (const [, name, labels = "", value] of text.matchAll(/^(\w+)\{(.*?),?\} (\S+)$/gm)) {
      if (name !== metric) continue;
      const series = values.get(labels) ?? [];
      values.set(labels, series);
      if (series.length !== index) throw new Error(`scrape ${index + 1}: ${metric} is not in every scrape before it`);
      series.push(Number(value));
    }
  }
  return [...values];
}

/** Increase a second of all series of a counter together, from the second scrape to the last: what `rate` makes of two minutes. */
export function totalRate(recorded: readonly Scrape[], metric: string): number {
  const increases = valuesOf(recorded, metric).map(([, values]) => (values.at(-1) ?? 0) - (values[1] ?? 0));
  return increases.reduce((sum, increase) => sum + increase, 0) / ((SCRAPES - 2) * RECORDED_INTERVAL);
}
