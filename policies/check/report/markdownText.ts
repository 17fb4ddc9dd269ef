/** Text of others in Markdown: it shows as it is, whatever letters it has, and notifies nobody. */

import { shortened } from "./plainText.ts";

/** Lines of a table above its first row. */
const TITLE_LINES = 2;

/** Letters that Markdown or HTML may take for more than themselves. */
const SPECIAL = /[\\`*_{}[\]<>|~#!$]/g;

/** What GitHub makes a mention or a link of, without any letter that can be escaped. */
const LINKING: readonly (readonly [pattern: RegExp, broken: string])[] = [
  [/@/g, "@&#8203;"],
  [/:\/\//g, ":&#8203;//"],
  [/\b(www)\./gi, "$1&#8203;."],
  [/\b(GH)-(?=\d)/gi, "$1&#8203;-"],
  [/\\#(?=\d)/g, "\\#&#8203;"],
];

/** A commit; a number alone is none. */
const COMMIT = /\b(?=\d*[a-f])[0-9a-f]{7,40}\b/gi;

/** The beginning of an item of a list. */
const LIST = /^(\d*)([-+.)])(?=\s)/;

/** Running text. */
export function text(value: string): string {
  const oneLine = onOneLine(value);
  const escaped = oneLine.replaceAll("&", "&amp;").replaceAll(SPECIAL, "\\$&");
  // Only an entity behind the sign keeps a name from being notified, and an address, an issue or a commit from becoming a link.
  const unlinked = LINKING.reduce((told, [pattern, broken]) => told.replaceAll(pattern, broken), escaped);
  return unlinked.replaceAll(COMMIT, (commit) => commit.replaceAll(/.{6}(?=.)/g, "$&&#8203;")).replace(LIST, "$1\\$2");
}

/** Text in code letters. */
export function code(value: string): string {
  const oneLine = onOneLine(value);
  if (oneLine === "") return "";
  const fence = "`".repeat(longestRun(oneLine) + 1);
  const space = oneLine.startsWith("`") || oneLine.endsWith("`") ? " " : "";
  // A table ends a cell even inside code.
  return `${fence}${space}${oneLine.replaceAll("|", "\\|")}${space}${fence}`;
}

/** Lines in a block of code. */
export function fenced(language: string, lines: readonly string[]): string {
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return [fence + language, ...lines, fence].join("\n");
}

/** A table, or nothing without rows. Cells are Markdown. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(titles), `|${"---|".repeat(titles.length)}`, ...rows.map(line)].join("\n");
}

/** The blocks as far as they fit into so many characters, a table row by row; `note` takes the place of what does not fit. */
export function fitted(blocks: readonly string[], most: number, note: string): string {
  const whole = blocks.join("\n\n");
  if (whole.length <= most) return whole;
  const kept: string[] = [];
  let room = most - note.length;
  for (const block of blocks) {
    const length = block.length + 2;
    if (length > room) {
      const rows = block.startsWith("| ") ? rowsWithin(block, room - 2) : "";
      if (rows !== "") kept.push(rows);
      break;
    }
    kept.push(block);
    room -= length;
  }
  return [...kept, note].join("\n\n");
}

/** The table's first rows; nothing where not even one fits. */
function rowsWithin(whole: string, room: number): string {
  const lines = whole.split("\n");
  let length = 0;
  const last = lines.findIndex((line) => (length += line.length + 1) > room);
  return last > TITLE_LINES ? lines.slice(0, last).join("\n") : "";
}

function onOneLine(value: string): string {
  return shortened(value.replaceAll(/\s+/g, " ").trim());
}

/** Length of the longest run of backticks. */
function longestRun(value: string): number {
  return (value.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
