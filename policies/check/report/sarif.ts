/** The report in SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0), for code scanning. */
import { type CheckedRule, type CheckFinding, type CheckReport, errorMessage } from "./checkReport.ts";

/** Place of something in the files. */
type Place = Pick<CheckFinding, "file"> & Partial<Pick<CheckFinding, "line" | "column" | "resource">>;

/** Levels as SARIF has them. */
const LEVELS = { mandatory: "error", advisory: "warning" } as const;

/** Renders it. */
export function renderSarif(report: CheckReport): string {
  const indexes = new Map(report.rules.map(({ id }, index) => [id, index]));
  const about = (rule: string) => ({ ruleId: rule, ...(indexes.has(rule) ? { ruleIndex: indexes.get(rule) } : {}) });
  const failure = (finding: CheckFinding) => ({
    ...about(finding.rule),
    level: LEVELS[finding.level],
    message: { text: finding.message },
    locations: [location(finding)],
    // Stays the same when lines move.
    partialFingerprints: { "ruleResourceField/v1": [finding.rule, finding.resource, finding.field].join(":") },
  });
  const run = {
    tool: { driver: { name: "beam-flink", rules: report.rules.map(descriptor) } },
    columnKind: "utf16CodeUnits",
    results: [
      ...report.findings.map(failure),
      ...report.waived.map((waived) => ({
        ...failure(waived),
        suppressions: [
          { kind: "external", status: "accepted", justification: `${waived.reason} (${waived.owner}, until ${waived.expires})` },
        ],
      })),
      ...report.notEvaluated.map((one) => ({
        ...about(one.rule),
        ...(one.strict ? { level: "error" } : { kind: "open", level: "none" }),
        message: { text: `not evaluated, for want of ${one.fields.join(", ")}` },
        locations: [location(one)],
      })),
    ],
    invocations: [
      {
        executionSuccessful: report.errors.length === 0,
        toolExecutionNotifications: [
          ...report.errors.map((error) => ({ level: "error", message: { text: errorMessage(error) }, locations: [location(error)] })),
          ...report.announcements.map((announcement) => ({ level: "note", message: { text: announcement } })),
        ],
      },
    ],
  };
  return `${JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }, undefined, 2)}\n`;
}

function descriptor({ id, level, title, reason, source, versions }: CheckedRule): object {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: reason },
    help: {
      text: `${title} ${reason} Known from: ${source}. Holds for ${versions}.`,
      markdown: `**${title}**\n\n${reason}\n\nKnown from: ${source}.\n\nHolds for ${versions}.`,
    },
    defaultConfiguration: { level: LEVELS[level] },
  };
}

function location({ file, line, column, resource }: Place): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      ...(line === undefined ? {} : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } }),
    },
    ...(resource === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: resource, kind: "resource" }] }),
  };
}

/** Relative to where the check ran, which in code scanning is the root of the repository. */
function uriOf(file: string): string {
  const path = file.split("/").map(encodeURIComponent).join("/");
  if (path.startsWith("/")) return `file://${path}`;
  return /^[A-Za-z]%3A\//.test(path) ? `file:///${path.replace("%3A", ":")}` : path.replace(/^(?:\.\/)+/, "");
}
