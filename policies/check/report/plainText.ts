/** Text of others on a terminal and in a log: on one line, without letters that steer the terminal, begin a command of CI or turn the direction. */

/** Controls, separators of lines, and marks of direction. */
const STEERING = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Shows each of them by its number: `\u001b`. */
export function plain(value: string): string {
  return value.replaceAll(STEERING, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Letters of a text that are shown. */
const MOST_LETTERS = 500;

/** The beginning of a text that is too long to be read. */
export function shortened(value: string, most = MOST_LETTERS): string {
  if (value.length <= most) return value;
  return `${value.slice(0, most).toWellFormed()}… (${value.length} characters)`;
}
