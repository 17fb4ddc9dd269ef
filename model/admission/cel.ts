/**
 * Pieces of CEL, the language of admission policies, that say the same as the JavaScript the rules are written in: white space, numbers as
 * text, JSON strings, Flink's durations. Each takes and gives CEL text.
 */
import { MILLISECONDS_OF_LABEL } from "../duration.ts";

/** What JavaScript's `\s` and `trim` take for white space; RE2's `\s` is ASCII only. For use inside `[...]`. */
export const WHITE_SPACE = String.raw`\t\n\v\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`;

/** A string literal of CEL. */
export function literal(value: string): string {
  const escaped = value
    .replaceAll("\\", String.raw`\\`)
    .replaceAll("'", String.raw`\'`)
    .replaceAll(/\p{Cc}/gu, (character) => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `'${escaped}'`;
}

/** A regular expression as a string literal. */
export function pattern(expression: string): string {
  return literal(expression);
}

/** A number literal of type double: comparisons of the rules are JavaScript's, in doubles. */
export function double(value: number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** `body` with `name` for the value of `expression`, which is evaluated once. */
export function bind(name: string, expression: string, body: string): string {
  return `[${expression}].map(${name}, ${body})[0]`;
}

/** The sum of text pieces, each CEL of type string. */
export function concat(...pieces: readonly string[]): string {
  return pieces.join(" + ");
}

/** 2^53: below it every whole number is exact. */
const EXACT = "9007199254740992.0";

/** Greatest double; what is above is infinite. */
const GREATEST = "1.7976931348623157e308";

/** The text that JavaScript gives a double; `number` is evaluated several times. CEL alone writes 1e+06 for a million. */
export function numberText(number: string): string {
  const whole = `${number} > -${EXACT} && ${number} < ${EXACT} && double(int(${number})) == ${number}`;
  const rest =
    `(${number} < 0.0 ? '-' : '') + ` +
    bind(
      "s",
      `string(${number} < 0.0 ? -${number} : ${number})`,
      // JavaScript writes out what is under 1e21 and what is not under 1e-6.
      `s.contains('e+') ? ${bind(
        "p",
        "s.split('e+')",
        "int(p[1]) >= 21 ? s : " +
          bind(
            "m",
            "p[0].replace('.', '')",
            "size(m) <= int(p[1]) + 1 ? m + '000000000000000000000'.substring(0, int(p[1]) + 1 - size(m)) : " +
              "m.substring(0, int(p[1]) + 1) + '.' + m.substring(int(p[1]) + 1)",
          ),
      )} : s.contains('e-') ? ${bind(
        "p",
        "s.split('e-')",
        "int(p[1]) <= 6 ? '0.' + '00000'.substring(0, int(p[1]) - 1) + p[0].replace('.', '') : p[0] + 'e-' + string(int(p[1]))",
      )} : s`,
    );
  const finite = `${whole} ? string(int(${number})) : ${rest}`;
  return `(${number} > ${GREATEST} ? 'Infinity' : ${number} < -${GREATEST} ? '-Infinity' : ${finite})`;
}

/** The whole number not above a double, as a double; `number` is evaluated several times. */
export function floor(number: string): string {
  return (
    `(${number} >= ${EXACT} || ${number} <= -${EXACT} ? ${number} : ` +
    `double(int(${number})) > ${number} ? double(int(${number}) - 1) : double(int(${number})))`
  );
}

/** A text as JSON writes it. */
export function quoted(text: string): string {
  const controls = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code));
  const escapes = ["\\", '"', ...controls].map((character) => [character, JSON.stringify(character).slice(1, -1)] as const);
  const escaped = escapes.reduce((cel, [character, escape]) => `${cel}.replace(${literal(character)}, ${literal(escape)})`, "t");
  // Most texts need no escape: they pay for one look only.
  return bind("t", text, String.raw`'"' + (t.matches('[\\x00-\\x1f"\\\\]') ? ${escaped} : t) + '"'`);
}

/** Bytes that JSON in UTF-8 takes for a text; `text` is evaluated several times. */
export function jsonBytes(text: string): string {
  const short = String.raw`size(${text}.findAll('[\\x08-\\x0a\\x0c\\x0d"\\\\]'))`;
  const long = String.raw`5 * size(${text}.findAll('[\\x00-\\x07\\x0b\\x0e-\\x1f]'))`;
  const escapes = String.raw`(${text}.matches('[\\x00-\\x1f"\\\\]') ? ${short} + ${long} : 0)`;
  return `(2 + size(bytes(${text})) + ${escapes})`;
}

/** A text without white space around it. */
export function trimmed(text: string): string {
  return `${text}.find(${pattern(`[^${WHITE_SPACE}]((?s:.*)[^${WHITE_SPACE}])?`)})`;
}

/** True for a text that is this word in any case, white space around it aside. */
export function isWord(text: string, word: string): string {
  return `${trimmed(text)}.lowerAscii() == ${literal(word)}`;
}

/**
 * True for a text that JavaScript takes for 0. One of more than 100 digits before the point is none here: no setting of Flink holds one.
 */
export function isZero(text: string): string {
  const whole = "^(0[xX]0+|0[oO]0+|0[bB]0+|[+-]?(0+[.]?0*|[.]0+)[eE][+]?[0-9]+)$";
  // What is too small for a double is 0, in both languages.
  const small = "^[+-]?([0-9]{1,100}[.]?[0-9]*|[.][0-9]+)([eE]-[0-9]+)?$";
  return bind("n", trimmed(text), `n.matches(${pattern(whole)}) || (n.matches(${pattern(small)}) && double(n) == 0.0)`);
}

/** Half-way between the greatest double and 2^1024: a number written with these digits, or more, is infinite. */
const INFINITE = (2n ** 1024n - 2n ** 970n).toString();

/** The double of decimal digits, with or without a sign; too large is infinite, where CEL's own conversion fails. */
function doubleOf(digits: string): string {
  const infinite = `size(d) > ${INFINITE.length} || (size(d) == ${INFINITE.length} && d >= '${INFINITE}')`;
  // Text without leading zeros is compared, so only long text pays for it.
  return (
    `(size(${digits}) < ${INFINITE.length} ? double(${digits}) : ` +
    bind("d", `${digits}.find('[1-9][0-9]*$')`, `${infinite} ? (${digits}.startsWith('-') ? -1.0 : 1.0) / 0.0 : double(${digits})`) +
    ")"
  );
}

/** From a list of at most one text to a list of at most one double: whole numbers, with or without a sign. */
export function wholeNumbers(texts: string): string {
  return `${texts}.filter(t, t.matches('^-?[0-9]+$')).map(t, ${doubleOf("t")})`;
}

/** A map literal: milliseconds by label. A number without a label is milliseconds. */
export const LABELS = `{${Object.entries({ "": 1, ...MILLISECONDS_OF_LABEL })
  .map(([label, milliseconds]) => `${literal(label)}: ${double(milliseconds)}`)
  .join(", ")}}`;

/** From a list of at most one text to a list of at most one double: the milliseconds of a Flink duration. `table` is the map above. */
export function durations(texts: string, table: string): string {
  const shape = pattern(`^[${WHITE_SPACE}]*[0-9]+[${WHITE_SPACE}]*[^0-9${WHITE_SPACE}]*[${WHITE_SPACE}]*$`);
  const label = `t.find(${pattern(`[^0-9${WHITE_SPACE}]+`)}).lowerAscii()`;
  const milliseconds = bind("n", "t.find('[0-9]+')", `${doubleOf("n")} * ${table}[${label}]`);
  return `${texts}.filter(t, t.matches(${shape}) && ${label} in ${table}).map(t, ${milliseconds}).filter(x, x <= 9007199254740991.0)`;
}

const FORMATS: readonly (readonly [string, number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
];

/** Milliseconds, a double that is evaluated several times, in the words of `describeDuration`. */
export function durationText(number: string): string {
  const units = FORMATS.map(([label, unit]) => `n % ${unit} == 0 ? string(n / ${unit}) + ' ${label}' : `).join("");
  const exact = bind("n", `int(${number})`, `n == 0 ? '0 ms' : ${units}string(n) + ' ms'`);
  return (
    `(${number} >= 0.0 && ${number} <= 9007199254740991.0 && ${number} == double(int(${number})) ? ${exact} : ` +
    `${numberText(number)} + ' ms')`
  );
}
