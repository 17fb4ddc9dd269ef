/**
 * How many bytes a job writes at each checkpoint, estimated from its settings:
 *
 *     job      = pipelines x (state + buffered output + options)
 *     buffered = 0 where the bundle is finished before the checkpoint, else elements of the open bundle x (element + 20 bytes)
 *     elements = rate x the shorter of 1.5 x bundle time and checkpointing interval, at most one full bundle in each parallel instance
 *     options  = 0 from Beam 2.56 on, else one compressed copy in each registered state (BEAM-8577)
 *
 * It is the largest checkpoint of those that come on time, not the usual one: one that comes right after a bundle was finished buffers
 * little, and one that comes late holds what came meanwhile.
 * Sources: checkpoint sizes of Beam 2.70 on Flink 1.19 with one, 10 and 100 pipelines, and of the same Beam with the serializer's
 * former options field put back; and the stored run of `npm run bench:checkpoints`. The tests of this file hold those figures, and the
 * estimates are within 25 % of each.
 */
import { compareLines } from "../versionNumber.ts";

/** First Beam line whose serializers hold no pipeline options. */
const OPTIONS_LEFT_CHECKPOINTS = "2.56";

/** Windows, timestamp and length of a buffered element: 217 bytes were stored for one of 200. */
const BYTES_AROUND_ELEMENT = 20;

/** Block of the Snappy stream that Beam's `SerializableUtils` writes: a value repeated within one costs next to nothing. */
const SNAPPY_BLOCK = 32_768;

/** Beam looks at a bundle's age every half bundle time, so that it ends between one and one and a half of it (`DoFnOperator`). */
const LONGEST_BUNDLE_TIMES = 1.5;

/** What was measured: outside of it the formula is not proven. */
const MEASURED = { pipelines: 100, slowest: 20, fastest: 1000, elementBytes: 200 } as const;

/** Largest distance between the formula and a measured size. */
const UNCERTAINTY_MEASURED = 0.25;

/** A judgement: nothing was measured for such inputs, or they are assumptions themselves. */
const UNCERTAINTY_DERIVED = 0.5;

/** What the size of a checkpoint depends on. */
export interface BudgetInputs {
  /** Pipelines of the job. */
  readonly pipelines: number;
  /** Elements a second in each pipeline, all its parallel instances together. */
  readonly elementsPerSecond: number;
  /** Bytes of an encoded element. */
  readonly elementBytes: number;
  /** Bytes of keyed and source state of each pipeline. */
  readonly stateBytes: number;
  /** Parallel instances, each with a bundle of its own. */
  readonly parallelism: number;
  /** Elements of a bundle at most. */
  readonly bundleSize: number;
  /** Time until a bundle is finished, in ms. */
  readonly bundleTimeMs: number;
  /** Time between two checkpoints, in ms; missing if there is none to end a bundle. */
  readonly intervalMs?: number;
  /** The bundle is finished before a checkpoint. */
  readonly finishBundle: boolean;
  /** Bytes of the pipeline options as JSON. */
  readonly optionsBytes: number;
  /** Registered states of each pipeline, each with its serializer: 4 where a DoFn only buffers, 20 with a stateful DoFn and a window. */
  readonly registeredStates: number;
  /** Beam's release line: `2.77`. */
  readonly beam: string;
}

/** Parts of a checkpoint, in bytes for the whole job. */
export interface BudgetParts {
  /** Keyed and source state. */
  readonly state: number;
  /** Output of bundles that were open when the checkpoint began. */
  readonly bufferedOutput: number;
  /** Copies of the pipeline options. */
  readonly options: number;
}

/** The estimate, and how sure it is. */
export interface CheckpointBudget {
  readonly inputs: BudgetInputs;
  readonly parts: BudgetParts;
  /** Bytes of one pipeline. */
  readonly bytesPerPipeline: number;
  /** Bytes of the job. */
  readonly totalBytes: number;
  /** Whether checkpoints were measured with such inputs, or the formula is carried further. */
  readonly basis: "measured" | "derived";
  /** The true size is expected within this share of the estimate, above and below. */
  readonly relativeUncertainty: number;
  /** What was taken for granted, in sentences. */
  readonly assumptions: readonly string[];
}

/** The estimate. `assumed` names, in sentences, inputs that are not the job's own. */
export function estimateCheckpoint(inputs: BudgetInputs, assumed: readonly string[] = []): CheckpointBudget {
  const { pipelines, stateBytes } = inputs;
  const buffered = bufferedBytes(inputs);
  const options = optionsBytes(inputs);
  const parts = {
    state: Math.round(pipelines * stateBytes),
    bufferedOutput: Math.round(pipelines * buffered),
    options: Math.round(pipelines * options),
  };
  const reasons = [...assumed, ...beyondMeasurement(inputs, options)];
  return {
    inputs,
    parts,
    bytesPerPipeline: Math.round(stateBytes + buffered + options),
    totalBytes: parts.state + parts.bufferedOutput + parts.options,
    basis: reasons.length === 0 ? "measured" : "derived",
    relativeUncertainty: reasons.length === 0 ? UNCERTAINTY_MEASURED : UNCERTAINTY_DERIVED,
    assumptions: [
      "A full checkpoint to a file system, of state on the heap: RocksDB writes more at first and less with incremental checkpoints.",
      "Aligned checkpoints: unaligned ones also hold the elements in flight between operators.",
      ...(inputs.finishBundle ? [] : ["Every DoFn's output waits for the end of its bundle, and the checkpoint comes just before it."]),
      ...reasons,
    ],
  };
}

/** Bytes of one pipeline's open bundle. */
function bufferedBytes(inputs: BudgetInputs): number {
  // Nothing arrives, however long the bundle stays open.
  if (inputs.finishBundle || inputs.elementsPerSecond === 0) return 0;
  const { elementsPerSecond, bundleTimeMs, bundleSize, parallelism, intervalMs = Number.POSITIVE_INFINITY } = inputs;
  // A checkpoint ends the bundle, so that the next one gathers over an interval at most.
  const gathered = (elementsPerSecond * Math.min(LONGEST_BUNDLE_TIMES * bundleTimeMs, intervalMs)) / 1000;
  return Math.min(gathered, bundleSize * parallelism) * (inputs.elementBytes + BYTES_AROUND_ELEMENT);
}

/**
 * Bytes of the options in one pipeline's serializers. The options' JSON holds each value twice, under `options` and `display_data`;
 * of the second one only what lies outside the first one's Snappy block takes room.
 */
function optionsBytes({ beam, optionsBytes: size, registeredStates }: BudgetInputs): number {
  if (compareLines(beam, OPTIONS_LEFT_CHECKPOINTS) >= 0) return 0;
  return registeredStates * (size + Math.min(size, Math.max(0, 2 * size - SNAPPY_BLOCK)));
}

function beyondMeasurement(inputs: BudgetInputs, options: number): string[] {
  const { pipelines, elementsPerSecond, elementBytes, parallelism } = inputs;
  const slowOrFast = elementsPerSecond < MEASURED.slowest || elementsPerSecond > MEASURED.fastest;
  return [
    ...(pipelines > MEASURED.pipelines ? [`More than ${MEASURED.pipelines} pipelines in a job were not measured.`] : []),
    ...(inputs.finishBundle || !slowOrFast
      ? []
      : [`Rates were measured from ${MEASURED.slowest} to ${MEASURED.fastest} elements a second.`]),
    ...(inputs.finishBundle || elementBytes === MEASURED.elementBytes ? [] : [`Elements were measured at ${MEASURED.elementBytes} bytes.`]),
    ...(inputs.finishBundle || parallelism === 1 ? [] : ["Bundles were measured in one parallel instance."]),
    ...(options > 0 ? ["Options in checkpoints were measured with Beam 2.70 made to store them, not with a Beam before 2.56."] : []),
  ];
}

/** Bytes for a person, in powers of 1000: `2.26 MB`. */
export function describeBytes(bytes: number): string {
  for (const [unit, size] of [
    ["GB", 1e9],
    ["MB", 1e6],
    ["KB", 1e3],
  ] as const) {
    // Rounded first: 999,999 bytes are 1 MB and not 1000 KB.
    const rounded = Number((bytes / size).toPrecision(3));
    if (rounded >= 1) return `${rounded} ${unit}`;
  }
  return `${Math.round(bytes)} bytes`;
}
