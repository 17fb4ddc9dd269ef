/** Ranges of IPv4 addresses (CIDR notation): reading them, cutting them into subnets, finding overlaps. */
import { ArgumentError } from "../argumentError.ts";

/** A range: the first address as a number, and how many leading bits are fixed. */
export interface Cidr {
  readonly first: number;
  readonly prefix: number;
}

const PATTERN = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/** Addresses of a range with that prefix. */
const size = (prefix: number) => 2 ** (32 - prefix);

/** Reads `10.40.0.0/16`. Refuses host bits, as the clouds do. */
export function parseCidr(text: string, field: string): Cidr {
  const numbers = PATTERN.exec(text)?.slice(1).map(Number);
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = numbers ?? [];
  if ([a, b, c, d].some((byte) => byte > 255) || prefix > 32) {
    throw new ArgumentError({
      field,
      value: text,
      rule: "must be a range of IPv4 addresses in CIDR notation",
      remedy: 'Write it like "10.40.0.0/16"; one address ends with /32.',
    });
  }
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  if (first % size(prefix) !== 0) {
    const start = first - (first % size(prefix));
    throw new ArgumentError({
      field,
      value: text,
      rule: `must start at the first address of a /${prefix}`,
      remedy: `Write ${formatCidr({ first: start, prefix })}.`,
    });
  }
  return { first, prefix };
}

export function formatCidr({ first, prefix }: Cidr): string {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${bytes.join(".")}/${prefix}`;
}

/** The `index`th subnet with `prefix` fixed bits, counted from the start of `range`. */
export function subnet(range: Cidr, prefix: number, index: number): Cidr {
  const first = range.first + index * size(prefix);
  if (prefix < range.prefix || first + size(prefix) > range.first + size(range.prefix)) {
    throw new RangeError(`${formatCidr(range)} has no subnet number ${index} with a prefix of ${prefix}`);
  }
  return { first, prefix };
}

export function overlap(a: Cidr, b: Cidr): boolean {
  return a.first < b.first + size(b.prefix) && b.first < a.first + size(a.prefix);
}

/** Refuses ranges that share an address; `ranges` are named by their fields. */
export function refuseOverlap(ranges: readonly (readonly [field: string, range: Cidr])[]): void {
  for (const [index, [field, range]] of ranges.entries()) {
    const other = ranges.slice(0, index).find(([, earlier]) => overlap(earlier, range));
    if (other === undefined) continue;
    throw new ArgumentError({
      field,
      value: formatCidr(range),
      rule: `must not overlap with ${other[0]} (${formatCidr(other[1])})`,
      remedy: "Move one of the two to addresses that nothing else uses.",
    });
  }
}

/** Refuses `0.0.0.0/0` and anything else that holds half of all addresses or more. */
export function refuseWholeInternet(range: Cidr, field: string, remedy: string): void {
  if (range.prefix > 1) return;
  throw new ArgumentError({ field, value: formatCidr(range), rule: "must not be open to the whole internet", remedy });
}
