/** The report as a pull request shows it: a table by resource, what to change as differences, and what was let through and why. */
import { type CheckFinding, type CheckReport, counted, exitCodeOf, ExitCode, isViolated, placeOf } from "./checkReport.ts";
import { code, fenced, fitted, table, text } from "./markdownText.ts";

/** Characters that a comment on GitHub may have, and a few less. */
const MOST_CHARACTERS = 65_000;

const CUT =
  "**This report is cut here: a comment takes no more.** All of it is in `beam-flink check --format text` and in the other formats.";

/** How the report fits into what is around it. */
export interface CheckMarkdownOptions {
  /**
   * The line above it.
   * @default "## Beam on Flink: " and what to do
   */
  readonly title?: string;
  /**
   * Signs in front of that heading: those of its parts have one more.
   * @default "##"
   */
  readonly heading?: string;
  /**
   * Characters at most: what is beyond is cut, with a note.
   * @default 65000
   */
  readonly mostCharacters?: number;
}

/** Renders it. */
export function renderMarkdown(report: CheckReport, options: CheckMarkdownOptions = {}): string {
  const { title = `## Beam on Flink: ${headline(report)}`, heading = "##", mostCharacters = MOST_CHARACTERS } = options;
  const section = (part: string, ...body: readonly string[]) =>
    body.every((block) => block === "") ? [] : [`${heading}# ${part}`, ...body];
  const blocks = [
    title,
    summary(report),
    ...section("Cannot be read", errorsTable(report)),
    ...section("Violations", findingsTable(report.findings)),
    ...section("What to change", ...changes(report.findings)),
    ...section("Waived", waivedTable(report)),
    ...section("Not evaluated, which counts as a violation here", notEvaluatedTable(report, true)),
    ...section("Not evaluated", notEvaluatedTable(report, false)),
    ...section("Notes", report.announcements.map((announcement) => `- ${text(announcement)}`).join("\n")),
    passedOver(report),
  ];
  const written = blocks.filter((block) => block !== "");
  return `${fitted(written, mostCharacters, CUT)}\n`;
}

/** What is to be done, in half a sentence. */
export function headline(report: CheckReport): string {
  if (exitCodeOf(report) === ExitCode.clean) return "nothing to change before this merges";
  return isViolated(report) ? "this must change before it merges" : "some of the input cannot be read";
}

function summary({ checked, findings, waived, notEvaluated, errors, pack }: CheckReport): string {
  if (checked.length === 0 && errors.length === 0) return `No FlinkDeployment with a job is here, so ${code(pack)} had nothing to check.`;
  const mandatory = findings.filter(({ level }) => level === "mandatory").length;
  const parts = [
    `**${counted(mandatory, "violation")}**`,
    `${findings.length - mandatory} advisory`,
    `${waived.length} waived`,
    `${notEvaluated.length} not evaluated`,
    ...(errors.length > 0 ? [`**${counted(errors.length, "error in the input", "errors in the input")}**`] : []),
  ];
  return `${counted(checked.length, "resource")} checked by ${code(pack)}: ${parts.join(", ")}.`;
}

function errorsTable({ errors }: CheckReport): string {
  return table(
    ["where", "what is wrong", "what to do"],
    errors.map((error) => [code(placeOf(error)), text(error.problem), text(error.remedy)]),
  );
}

function findingsTable(findings: readonly CheckFinding[]): string {
  const rows = [...byResource(findings).values()].flatMap((own) =>
    own.map(({ level, rule, resource, field, value, limit, ...place }, index) => [
      // A table has no cells over several rows: the name stands in the first.
      index === 0 ? code(resource) : "",
      level === "mandatory" ? `**${code(rule)}**` : `${code(rule)} (advisory)`,
      text(`${field} is ${value}`),
      text(limit),
      code(placeOf({ file: place.file, line: place.line })),
    ]),
  );
  return table(["resource", "rule", "found", "limit", "where"], rows);
}

/** A block for each resource. */
function changes(findings: readonly CheckFinding[]): readonly string[] {
  return [...byResource(findings).values()].map((own) => {
    const [{ resource, file }] = own;
    const drawn = own.filter(({ change }) => change !== undefined).toSorted((one, other) => one.line - other.line);
    const told = own.filter(({ change }) => change === undefined);
    return [
      `**${code(resource)}** in ${code(file)}`,
      ...(drawn.length === 0 ? [] : [fenced("diff", drawn.flatMap(hunk))]),
      ...(told.length === 0 ? [] : [told.map(({ rule, remedy }) => `- ${code(rule)}: ${text(remedy)}`).join("\n")]),
    ].join("\n\n");
  });
}

function hunk({ rule, change, file, line }: CheckFinding): readonly string[] {
  if (change === undefined) return [];
  const removed = change.removed === undefined ? [] : prefixed("- ", change.removed);
  return [`@@ ${placeOf({ file, line })} @@ ${rule}`, ...removed, ...prefixed("+ ", change.added)];
}

function prefixed(prefix: string, lines: string): readonly string[] {
  return lines.split(/\r\n|\r|\n/).map((line) => prefix + line);
}

function waivedTable({ waived }: CheckReport): string {
  return table(
    ["resource", "rule", "found", "waived by", "until", "reason"],
    waived.map(({ resource, rule, field, value, owner, expires, reason }) => [
      code(resource),
      code(rule),
      text(`${field} is ${value}`),
      text(owner),
      text(expires),
      text(reason),
    ]),
  );
}

function notEvaluatedTable({ notEvaluated }: CheckReport, counts: boolean): string {
  return table(
    ["resource", "rule", "what is missing or not known", "where"],
    notEvaluated
      .filter(({ strict }) => strict === counts)
      .map(({ resource, rule, fields, file, line }) => [
        code(resource),
        code(rule),
        text(fields.join(", ")),
        code(placeOf({ file, line })),
      ]),
  );
}

function passedOver(report: CheckReport): string {
  const kinds = Object.entries(report.passedOver).map(([kind, count]) => `${count} ${code(kind)}`);
  return kinds.length === 0 ? "" : `Passed over, since no rule is for them: ${kinds.join(", ")}.`;
}

type NonEmpty<T> = [T, ...T[]];

function byResource(findings: readonly CheckFinding[]): ReadonlyMap<string, NonEmpty<CheckFinding>> {
  const groups = new Map<string, NonEmpty<CheckFinding>>();
  for (const finding of findings) {
    const key = `${finding.file}\n${finding.resource}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return groups;
}
