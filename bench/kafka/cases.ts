/** What the benchmark compares: jobs that read the same busy topic in the same way but for one thing. */
import type { Reading } from "../../local/kafka/kafkaJob.ts";

/** Ways to read a busy topic with and without a nearly idle one. */
export const SHAPES = ["alone", "apart", "together", "mixed"] as const;
export type Shape = (typeof SHAPES)[number];

/** Partitions of each topic. */
export const PARTITIONS = 2;

/** Records per second of the idle topic. */
export const IDLE_RATE = 0.2;

/** Flink's REST API shows figures that are this old at most, in ms; its default of 10 s is as long as a third of a window. */
const FRESH = { "metrics.fetcher.update-interval": "1000" };

/** Bundles of a second: a topic's counters are brought up to date when a bundle ends. */
const BUNDLES = { size: 1000, time: "1 s" };

/** Splits of a read, where its topics have as many partitions: KafkaIO makes at most `maxParallelism` of them. */
const SPLITS: Readonly<Record<Shape, number>> = { alone: 12, apart: 12, together: 12, mixed: PARTITIONS };

/** The job of a shape. */
export function shapeOf(shape: Shape, image: string, { busy, idle }: { readonly busy: string; readonly idle: string }): Reading {
  const reads: Record<Shape, readonly (readonly string[])[]> = {
    alone: [[busy]],
    apart: [[busy], [idle]],
    together: [[busy, idle]],
    // Each split has a partition of either topic.
    mixed: [[busy, idle]],
  };
  return { image, reads: reads[shape], flinkConfiguration: FRESH, settings: { bundles: BUNDLES, maxParallelism: SPLITS[shape] } };
}

/** Checkpoints under back pressure: barriers that wait in the line, and barriers that overtake it. */
export const ALIGNMENTS = ["aligned", "unaligned"] as const;
export type Alignment = (typeof ALIGNMENTS)[number];

/** Time that the slow step takes for each element. */
const DELAY_MICROS = 5000;

/** A job whose last step takes 200 elements per second of a topic that has far more. */
export function slowJob(alignment: Alignment, image: string, topic: string): Reading {
  const checkpoints = { interval: "10 s", timeout: "5 min", ...(alignment === "unaligned" ? { unaligned: true } : {}) };
  return { image, reads: [[topic]], delayMicros: DELAY_MICROS, settings: { checkpoints } };
}
