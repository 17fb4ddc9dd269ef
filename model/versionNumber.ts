/** Version numbers of the releases the model speaks of: `major.minor` with an optional patch. */
import { ArgumentError } from "./argumentError.ts";

/** A parsed version; `patch` is missing where only a line was given. */
export interface VersionNumber {
  readonly major: number;
  readonly minor: number;
  readonly patch?: number;
}

/** Parses `2.77`, `2.77.0`; `undefined` for anything else. */
function readVersion(text: string): VersionNumber | undefined {
  const match = /^(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?$/.exec(text);
  if (match === null) return undefined;
  const [, major, minor, patch] = match;
  return { major: Number(major), minor: Number(minor), ...(patch === undefined ? {} : { patch: Number(patch) }) };
}

/** Parses the version given for `field`. */
export function parseVersion(text: string, field: string): VersionNumber {
  const version = readVersion(text);
  if (version === undefined) {
    throw new ArgumentError({
      field,
      value: text,
      rule: "must be a release number: digits separated by dots",
      remedy: 'Write it as "2.2" or "2.2.1", without a letter in front.',
    });
  }
  return version;
}

/** `major.minor`. */
export function lineOf(version: VersionNumber): string {
  return `${version.major}.${version.minor}`;
}

/** Negative when line `a` (`1.19`) is older than line `b` (`1.20`), 0 when they are the same. Patches do not count. */
export function compareLines(a: string, b: string): number {
  const [left, right] = [parseVersion(a, "version"), parseVersion(b, "version")];
  return left.major - right.major || left.minor - right.minor;
}
