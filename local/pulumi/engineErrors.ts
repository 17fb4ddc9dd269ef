/** The part of a failed engine run that a person needs. */

const SECTION = /^(?:Policies|Diagnostics):$/;
const NEXT_SECTION = /^(?:Resources|Outputs|Duration|stderr):/;

/** Lines that only say that something failed or did not, and stack traces. */
const NOISE = [
  /^\s*error: (?:preview|update|refresh|destroy) failed\s*$/,
  /^\s*error: resource monitor shut down/,
  // A pack that found nothing.
  /^\s*✅ /,
  /^\s+at .+(?::\d+:\d+\)?|<anonymous>\)?)$/,
];

/** `Policies:` and `Diagnostics:` of the output; without them what the CLI said on standard error. */
export function engineErrors(error: unknown): string {
  const text = plain(error instanceof Error ? error.message : String(error));
  const output = text
    // The Automation API writes standard output first, and at the end the same once more.
    .replace(/^ ?stdout: /m, "\n")
    .replace(/^ ?err\?: [^]*$/m, "")
    // The engine's frame around what kept a resource from being ready.
    .replace(/error: \d+ errors? occurred:\n\s*\* /g, "error: ");
  const kept: string[] = [];
  let keeping = false;
  for (const line of output.split("\n")) {
    // The CLI's whole output follows a second time in the message of the process.
    if (kept.length > 0 && /^\s*stderr:/.test(line)) break;
    if (SECTION.test(line.trim())) keeping = true;
    else if (NEXT_SECTION.test(line.trim())) keeping = false;
    // What an asynchronous program throws is told twice: by the SDK and by the Automation API.
    if (keeping && line !== kept.at(-1) && !NOISE.some((noise) => noise.test(line))) kept.push(line);
  }
  const sections = withoutEmptyParts(kept);
  return sections.length > 0 ? sections.join("\n") : standardError(text);
}

/** Drops headings (`pulumi:pulumi:Stack (...):`, `Diagnostics:`) under which nothing is left. */
function withoutEmptyParts(lines: readonly string[]): string[] {
  const indent = (line: string) => line.length - line.trimStart().length;
  const full = lines.filter((line) => line.trim() !== "");
  const isHeading = (line: string) => line.endsWith(":") && (SECTION.test(line.trim()) || /^\s+[\w.-]+:[\w./@-]+:\w+ \(.*\):$/.test(line));
  for (let i = full.length - 1; i >= 0; i--) {
    const [line, next] = [full[i], full[i + 1]];
    if (line !== undefined && isHeading(line) && (next === undefined || indent(next) <= indent(line))) full.splice(i, 1);
  }
  return full;
}

function standardError(text: string): string {
  const said = /(?:^|\n)\s*stderr: ([^]*?)(?:\n\s*err\?: |$)/.exec(text)?.[1]?.trim();
  return said !== undefined && said !== "" ? said : text.trim();
}

/** Without colours. */
function plain(text: string): string {
  // eslint-disable-next-line no-control-regex -- escape sequences begin with a control character
  return text.replace(/\u001b\[[0-9;]*m/g, "");
}
