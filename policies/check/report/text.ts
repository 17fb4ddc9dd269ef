/** The report for a terminal: what is wrong by resource, then what was waived, what was not evaluated, and the sum. */
import { type CheckFinding, type CheckReport, counted, exitCodeOf, ExitCode, placeOf } from "./checkReport.ts";
import { plain } from "./plainText.ts";

/** Renders it. */
export function renderText(report: CheckReport): string {
  const blocks = [findingsText(report.findings), waivedText(report), notEvaluatedText(report), announcementsText(report), summary(report)];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function findingsText(findings: readonly CheckFinding[]): string {
  const byResource = Map.groupBy(findings, ({ file, resource }) => `${resource} (${file})`);
  return [...byResource].map(([resource, own]) => [plain(resource), ...own.map(findingText)].join("\n")).join("\n\n");
}

function findingText({ rule, level, message, ...place }: CheckFinding): string {
  return `  ${plain(placeOf(place))}: ${level} ${rule}\n    ${plain(message)}`;
}

function waivedText({ waived }: CheckReport): string {
  const lines = waived.map(
    ({ rule, resource, owner, reason, expires, field, value, limit }) =>
      `  ${plain(`${resource}: ${rule}, by ${owner} until ${expires} (${reason}): ${field} is ${value}; the limit is ${limit}`)}`,
  );
  return lines.length === 0 ? "" : ["waived", ...lines].join("\n");
}

function notEvaluatedText({ notEvaluated }: CheckReport): string {
  if (notEvaluated.length === 0) return "";
  const byResource = Map.groupBy(notEvaluated, ({ file, line, resource }) => `  ${plain(`${resource} (${placeOf({ file, line })})`)}`);
  const lines = [...byResource].flatMap(([resource, own]) => [
    resource,
    ...own.map(({ rule, fields }) => `    ${rule}: ${fields.join(", ")}`),
  ]);
  return ["not evaluated, for want of", ...lines].join("\n");
}

function announcementsText({ announcements }: CheckReport): string {
  return announcements.map((announcement) => `note: ${plain(announcement)}`).join("\n");
}

function summary(report: CheckReport): string {
  const { checked, findings, notEvaluated, waived, errors, pack } = report;
  const counts = notEvaluated.filter(({ strict }) => strict).length;
  const mandatory = findings.filter(({ level }) => level === "mandatory").length;
  const resources = (["job", "bucket", "cluster"] as const)
    .map((kind) => [kind, checked.filter((resource) => resource.kind === kind).length] as const)
    .filter(([kind, count]) => kind === "job" || count > 0)
    .map(([kind, count]) => counted(count, kind))
    .join(", ");
  const passed = Object.entries(report.passedOver).map(([kind, count]) => `${count} ${plain(kind)}`);
  const parts = [
    counted(mandatory, "violation"),
    ...(findings.length > mandatory ? [`${findings.length - mandatory} advisory`] : []),
    ...(waived.length > 0 ? [`${waived.length} waived`] : []),
    ...(notEvaluated.length > 0 ? [`${notEvaluated.length} not evaluated${countedAsViolations(counts, notEvaluated.length)}`] : []),
    ...(errors.length > 0 ? [counted(errors.length, "error in the input", "errors in the input")] : []),
  ];
  return [
    ...(checked.length === 0 && errors.length === 0 ? ["There is no FlinkDeployment with a job here."] : []),
    `${exitCodeOf(report) === ExitCode.clean ? "passed" : "failed"} ${pack}: ${resources} checked, ${parts.join(", ")}`,
    ...(passed.length > 0 ? [`passed over: ${passed.join(", ")}`] : []),
  ].join("\n");
}

function countedAsViolations(count: number, all: number): string {
  if (count === 0) return "";
  return count === all ? " (counted as violations)" : ` (${count} counted as ${count === 1 ? "a violation" : "violations"})`;
}
