/** Pipeline options of a wanted size: bytes of their JSON in UTF-8, as the rule options-size counts them. */
import type { Random } from "./random.ts";

/** The most the rule allows. */
const LIMIT = 4096;

/** Texts that fill: few bytes for a character, many, and characters that JSON escapes. */
const FILLERS = ["abcdefghij klmnopqrst/", "Größe für Löhne, ", "東京の注文 ", '{"topic": "orders", "pattern": "a\\b"}, '] as const;

/** Options with one more of them, so that they are as large as the rule allows, or larger. */
export function sized(options: Readonly<Record<string, string>>, broken: boolean, random: Random): Record<string, string> {
  const excess = broken ? random.pick([1, 1, 17, 600, 2500]) : 0;
  return padded(options, LIMIT + excess, random.pick(FILLERS));
}

function padded(options: Readonly<Record<string, string>>, size: number, filler: string): Record<string, string> {
  const withText = (text: string) => ({ ...options, filesToStage: text });
  const bytesOf = (text: string) => jsonBytes(withText(text)) - jsonBytes(withText(""));
  let left = size - jsonBytes(withText(""));
  let text = filler.repeat(Math.floor(left / bytesOf(filler)));
  left -= bytesOf(text);
  for (const character of filler) {
    const bytes = bytesOf(character);
    if (bytes > left) break;
    text += character;
    left -= bytes;
  }
  // A last character of several bytes may not have fitted.
  return withText(text + "x".repeat(left));
}

/** Size of the options as the rule counts it. */
export function jsonBytes(options: Readonly<Record<string, string>>): number {
  return Buffer.byteLength(JSON.stringify(options), "utf8");
}
