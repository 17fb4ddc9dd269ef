/**
 * Waivers: a rule that one resource need not obey until a day, with an owner and a reason. They stand with their rule in the pack's
 * configuration. An expired waiver is a violation of its own, so that it is renewed or removed.
 */
import { z } from "zod";
import { fitsWildcards } from "../../model/index.ts";

/** Days before its end from which a waiver is announced. */
export const ANNOUNCED_DAYS = 14;

const DAY_MS = 86_400_000;

/** One waiver as a person writes it. */
export interface Waiver {
  /** Name of the resource, or `namespace/name`; `*` stands for any letters. */
  readonly resource: string;
  /** Who answers for it. */
  readonly owner: string;
  readonly reason: string;
  /** Last day on which it holds, in UTC: `2026-12-31`. */
  readonly expires: string;
}

const NOT_EMPTY = z.string().trim().min(1);

/** The last day must be one of the calendar. */
export const WAIVER = z.strictObject({
  resource: NOT_EMPTY.describe("Name of the resource, or namespace/name; * stands for any letters."),
  owner: NOT_EMPTY.describe("Who answers for it."),
  reason: NOT_EMPTY.describe("Why it is needed."),
  expires: z.iso.date().describe("Last day on which it holds, in UTC: 2026-12-31."),
}) satisfies z.ZodType<Waiver>;

/** True if the waiver names the resource (`namespace/name`, or a name alone where there is no namespace). */
export function isFor(waiver: Waiver, resource: string): boolean {
  const name = waiver.resource.includes("/") ? resource : resource.slice(resource.lastIndexOf("/") + 1);
  return fitsWildcards(name, waiver.resource);
}

/** Days until the last day is over: 1 on the last day itself, 0 or less when it has expired. */
export function daysLeft(waiver: Waiver, today: Date): number {
  const end = Date.parse(waiver.expires) + DAY_MS;
  const begin = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate());
  return Math.round((end - begin) / DAY_MS);
}
