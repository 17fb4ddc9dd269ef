/**
 * The report as JUnit XML, which every CI system shows: a suite for each resource with a case for each rule, so that what passed is counted
 * too. Mandatory violations fail; advisory ones pass and say so in their output, since the format knows no warning.
 */
import {
  type CheckedResource,
  type CheckedRule,
  type CheckFinding,
  type CheckNotEvaluated,
  type CheckReport,
  type CheckWaived,
  errorMessage,
} from "./checkReport.ts";

/** Numbers of cases. */
interface Counts {
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
}

/** What was said, by resource and rule. */
type ByCase<T> = ReadonlyMap<string, readonly T[]>;

/** Renders it. */
export function renderJunit(report: CheckReport): string {
  const total: Counts = { tests: 0, failures: 0, errors: 0, skipped: 0 };
  const findings = byCase(report.findings);
  const waived = byCase(report.waived);
  const notEvaluated = byCase(report.notEvaluated);
  const resources = new Map(report.checked.map((resource) => [`${resource.file}\n${resource.resource}`, resource]));
  const suites = [...resources.values()].map((resource) => {
    const cases = report.rules
      .filter(({ kind }) => kind === resource.kind)
      .map((rule) => {
        const key = keyOf({ ...resource, rule: rule.id });
        return testCase(resource, rule, caseBody(findings.get(key), waived.get(key), notEvaluated.get(key)));
      });
    return suite(resource.resource, cases, total, resource.file);
  });
  const unreadable = report.errors.map((error) => ({
    result: "errors" as const,
    xml: `    <testcase${attributes({ name: error.file, classname: "input" })}>${element("error", errorMessage(error), "input")}</testcase>`,
  }));
  if (unreadable.length > 0) suites.push(suite("input", unreadable, total));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: report.pack, ...total })}>`,
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}

/** A case that is rendered, and how it counts beyond being one. */
interface Case {
  readonly result: "failures" | "errors" | "skipped" | undefined;
  readonly xml: string;
}

function suite(name: string, cases: readonly Case[], total: Counts, file?: string): string {
  const own: Counts = { tests: cases.length, failures: 0, errors: 0, skipped: 0 };
  for (const { result } of cases) if (result !== undefined) own[result]++;
  for (const key of ["tests", "failures", "errors", "skipped"] as const) total[key] += own[key];
  const opening = `  <testsuite${attributes({ name, ...own, ...(file === undefined ? {} : { file }) })}>`;
  return [opening, ...cases.map(({ xml }) => xml), "  </testsuite>"].join("\n");
}

function testCase(resource: CheckedResource, rule: CheckedRule, body: { readonly result: Case["result"]; readonly xml: string }): Case {
  const opening = `    <testcase${attributes({ name: rule.id, classname: resource.resource, file: resource.file, line: resource.line })}`;
  return { result: body.result, xml: body.xml === "" ? `${opening}/>` : `${opening}>${body.xml}</testcase>` };
}

function caseBody(
  findings: readonly CheckFinding[] = [],
  waived: readonly CheckWaived[] = [],
  notEvaluated: readonly CheckNotEvaluated[] = [],
): Case {
  const told = findings.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`).join("\n");
  const missing = notEvaluated.map(({ fields }) => `not evaluated, for want of ${fields.join(", ")}`).join("\n");
  if (findings.some(({ level }) => level === "mandatory")) return { result: "failures", xml: element("failure", told, "mandatory") };
  if (told !== "") return { result: undefined, xml: `<system-out>${escaped(`advisory: ${told}`)}</system-out>` };
  if (notEvaluated.some(({ strict }) => strict)) return { result: "failures", xml: element("failure", missing, "not evaluated") };
  const [waiver] = waived;
  const why = waiver === undefined ? missing : `waived by ${waiver.owner} until ${waiver.expires}: ${waiver.reason}`;
  return why === "" ? { result: undefined, xml: "" } : { result: "skipped", xml: `<skipped${attributes({ message: why })}/>` };
}

function element(name: string, message: string, type: string): string {
  const [first = ""] = message.split("\n");
  return `<${name}${attributes({ message: first, type })}>${escaped(message)}</${name}>`;
}

function byCase<T extends Pick<CheckFinding, "file" | "resource" | "rule">>(list: readonly T[]): ByCase<T> {
  return Map.groupBy(list, keyOf);
}

function keyOf({ file, resource, rule }: Pick<CheckFinding, "file" | "resource" | "rule">): string {
  return [file, resource, rule].join("\n");
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\r": "&#13;",
  "\t": "&#9;",
};

/** Text of an element or attribute; what XML 1.0 cannot hold at all is replaced. */
function escaped(value: string): string {
  return value
    .toWellFormed()
    .replaceAll(/[&<>"\n\r\t]/g, (letter) => ENTITIES[letter] ?? "")
    .replaceAll(/[\p{Cc}\ufffe\uffff]/gu, "\ufffd");
}
