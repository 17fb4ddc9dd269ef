/** How what a rule says of a resource reaches the engine. */
import type { ReportViolation } from "@pulumi/policy";
import { findingMessage } from "../../model/index.ts";
import { type RuleOutcome, waivedMessage } from "../evaluation.ts";

/** Reports violations at the policy's level; what is waived and waivers that end soon as advisories. */
export function reportOutcome(outcome: RuleOutcome, reportViolation: ReportViolation, urn?: string): void {
  for (const finding of outcome.findings) reportViolation(findingMessage(finding), finding.resource ?? urn);
  const { waived } = outcome;
  for (const finding of waived?.findings ?? []) {
    advise(reportViolation, waivedMessage(waived!.waiver, finding), finding.resource ?? urn);
  }
  for (const announcement of outcome.announcements) advise(reportViolation, announcement, urn);
}

/** Reports without stopping anything, whatever the policy's level. The SDK's server takes a level of its own; its types do not say so. */
function advise(reportViolation: ReportViolation, message: string, urn: string | undefined): void {
  Reflect.apply(reportViolation, undefined, [{ message, urn, enforcementLevel: "advisory" }]);
}
