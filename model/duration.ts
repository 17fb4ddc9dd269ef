/**
 * Durations in Flink's own notation: a whole number and a unit. The labels are those of Flink's `TimeUtils` (1.19.1);
 * a number without a unit is milliseconds there, and is here.
 */
import { ArgumentError } from "./argumentError.ts";

const MILLISECOND = 1;
const SECOND = 1000 * MILLISECOND;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds of each label Flink accepts, lower case. */
export const MILLISECONDS_OF_LABEL: Readonly<Record<string, number>> = {
  ...labels(DAY, "d", "day", "days"),
  ...labels(HOUR, "h", "hour", "hours"),
  ...labels(MINUTE, "min", "m", "minute", "minutes"),
  ...labels(SECOND, "s", "sec", "secs", "second", "seconds"),
  ...labels(MILLISECOND, "ms", "milli", "millis", "millisecond", "milliseconds"),
  ...labels(1e-3, "µs", "micro", "micros", "microsecond", "microseconds"),
  ...labels(1e-6, "ns", "nano", "nanos", "nanosecond", "nanoseconds"),
};

/** Units that `formatDuration` writes, largest first. */
const WRITTEN_UNITS: readonly (readonly [label: string, milliseconds: number])[] = [
  ["d", DAY],
  ["h", HOUR],
  ["min", MINUTE],
  ["s", SECOND],
  ["ms", MILLISECOND],
];

function labels(milliseconds: number, ...names: string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, milliseconds]));
}

/** Milliseconds of a Flink duration such as `10 s`; `undefined` if Flink would refuse the text. */
export function readDuration(text: string): number | undefined {
  const match = /^(\d+)\s*(\D*)$/.exec(text.trim());
  if (match === null) return undefined;
  const [, number = "", label = ""] = match;
  const unit = label === "" ? MILLISECOND : MILLISECONDS_OF_LABEL[label.trim().toLowerCase()];
  const milliseconds = unit === undefined ? undefined : Number(number) * unit;
  return milliseconds !== undefined && milliseconds <= Number.MAX_SAFE_INTEGER ? milliseconds : undefined;
}

/** Milliseconds of the duration given for `field`. */
export function parseDuration(text: string, field: string): number {
  const milliseconds = readDuration(text);
  if (milliseconds === undefined) {
    throw new ArgumentError({
      field,
      value: text,
      rule: 'must be a Flink duration such as "10 s"',
      remedy: "Give a whole number and one of ms, s, min, h, d.",
    });
  }
  return milliseconds;
}

/** The shortest exact notation Flink reads: `10 s`, `1 min`, `1500 ms`. */
export function formatDuration(milliseconds: number): string {
  if (!Number.isSafeInteger(milliseconds) || milliseconds < 0) {
    throw new ArgumentError({
      field: "duration",
      value: milliseconds,
      rule: "must be a whole number of milliseconds, 0 or more",
      remedy: "Round it to milliseconds.",
    });
  }
  if (milliseconds === 0) return "0 ms";
  for (const [label, unit] of WRITTEN_UNITS) {
    if (milliseconds % unit === 0) return `${milliseconds / unit} ${label}`;
  }
  return `${milliseconds} ms`;
}
