/**
 * Memory sizes in Flink's own notation: a whole number and a unit, each 1024 times the one before. The labels are those of
 * Flink's `MemorySize` (1.19.1); a number without a unit is bytes.
 */
import { ArgumentError } from "./argumentError.ts";

const BYTE = 1;
const KIBIBYTE = 1024 * BYTE;
const MEBIBYTE = 1024 * KIBIBYTE;
const GIBIBYTE = 1024 * MEBIBYTE;
const TEBIBYTE = 1024 * GIBIBYTE;

/** Bytes of each label Flink accepts, lower case. */
const BYTES_OF_LABEL: Readonly<Record<string, number>> = {
  ...labels(BYTE, "b", "bytes"),
  ...labels(KIBIBYTE, "k", "kb", "kibibytes"),
  ...labels(MEBIBYTE, "m", "mb", "mebibytes"),
  ...labels(GIBIBYTE, "g", "gb", "gibibytes"),
  ...labels(TEBIBYTE, "t", "tb", "tebibytes"),
};

/** Units that `formatMemorySize` writes, largest first. */
const WRITTEN_UNITS: readonly (readonly [label: string, bytes: number])[] = [
  ["tb", TEBIBYTE],
  ["gb", GIBIBYTE],
  ["mb", MEBIBYTE],
  ["kb", KIBIBYTE],
  ["bytes", BYTE],
];

function labels(bytes: number, ...names: string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, bytes]));
}

/** Bytes of a Flink memory size such as `2 gb`; `undefined` if Flink would refuse the text. */
export function readMemorySize(text: string): number | undefined {
  const match = /^(\d+)\s*(\D*)$/.exec(text.trim());
  if (match === null) return undefined;
  const [, number = "", label = ""] = match;
  const unit = label === "" ? BYTE : BYTES_OF_LABEL[label.trim().toLowerCase()];
  const bytes = unit === undefined ? undefined : Number(number) * unit;
  return bytes !== undefined && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** Bytes of the memory size given for `field`. */
export function parseMemorySize(text: string, field: string): number {
  const bytes = readMemorySize(text);
  if (bytes === undefined) {
    throw new ArgumentError({
      field,
      value: text,
      rule: 'must be a Flink memory size such as "2 gb"',
      remedy: "Give a whole number and one of kb, mb, gb, tb: each is 1024 of the one before.",
    });
  }
  return bytes;
}

/** The shortest exact notation Flink reads: `2 gb`, `512 mb`, `1500 bytes`. */
export function formatMemorySize(bytes: number): string {
  if (!Number.isSafeInteger(bytes) || bytes < 0) {
    throw new ArgumentError({
      field: "memory size",
      value: bytes,
      rule: "must be a whole number of bytes, 0 or more",
      remedy: "Round it to bytes.",
    });
  }
  if (bytes === 0) return "0 bytes";
  for (const [label, unit] of WRITTEN_UNITS) {
    if (bytes % unit === 0) return `${bytes / unit} ${label}`;
  }
  return `${bytes} bytes`;
}
