/** The report as one JSON object, for programs. */
import type { CheckFinding, CheckReport } from "./checkReport.ts";

/** Renders it. Names of fields are part of the contract: they only ever grow. */
export function renderJson(report: CheckReport): string {
  const { pack, strict, findings, notEvaluated, waived, announcements, checked, passedOver, errors } = report;
  const object = {
    pack,
    strict,
    findings: findings.map(withoutChange),
    notEvaluated,
    waived: waived.map(withoutChange),
    announcements,
    checked: checked.length,
    passedOver,
    errors,
  };
  return `${JSON.stringify(object, undefined, 2)}\n`;
}

/** The change is what `suggestion` means, drawn for people: a property without a value is not written. */
function withoutChange<F extends CheckFinding>(finding: F): F {
  return { ...finding, change: undefined };
}
