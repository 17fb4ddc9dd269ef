/** What the policy pack has found in a preview. */
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { type GraphResource, label } from "./resourceGraph.ts";

export interface Finding {
  readonly level: "advisory" | "mandatory";
  readonly pack: string;
  readonly rule: string;
  /** `Kind name`; undefined for one about the stack as a whole. */
  readonly resource: string | undefined;
  readonly message: string;
}

/** Each finding once, mandatory ones first. */
export function findingsOf(events: readonly EngineEvent[]): Finding[] {
  const found = new Map<string, Finding>();
  for (const { policyEvent } of events) {
    if (policyEvent === undefined) continue;
    const finding: Finding = {
      level: policyEvent.enforcementLevel === "mandatory" ? "mandatory" : "advisory",
      pack: policyEvent.policyPackName,
      rule: policyEvent.policyName,
      resource: policyEvent.resourceUrn ? label(policyEvent.resourceUrn) : undefined,
      message: policyEvent.message.trim(),
    };
    found.set(JSON.stringify(finding), finding);
  }
  const order = ({ level, rule, resource }: Finding) => `${level === "mandatory" ? 0 : 1} ${rule} ${resource ?? ""}`;
  return [...found.values()].toSorted((a, b) => order(a).localeCompare(order(b), "en"));
}

/** How much of the environment the pack has seen: all of it, or what was planned until the preview failed. */
export type Seen = "all" | "part" | "nothing";

/** For a preview that failed with `planned`. The stack itself, which has no parent, is there before the program runs. */
export function seenOf(planned: readonly GraphResource[]): Seen {
  return planned.some(({ parent }) => parent !== undefined) ? "part" : "nothing";
}

/** As lines for a terminal. */
export function describeFindings(findings: readonly Finding[], seen: Seen): string {
  if (findings.length === 0) return NOTHING_FOUND[seen];
  const mandatory = findings.filter(({ level }) => level === "mandatory").length;
  const lines = findings.map(({ level, rule, resource, message }) => {
    return `  [${level}] ${rule}${resource === undefined ? "" : `  (${resource})`}\n${message.replace(/^/gm, "    ")}`;
  });
  const until = seen === "all" ? "" : " in the part that it had seen when the preview failed";
  return [`The policy pack found ${findings.length}${until}, of which ${mandatory} mandatory:`, ...lines].join("\n");
}

const NOTHING_FOUND: Readonly<Record<Seen, string>> = {
  all: "The policy pack found nothing.",
  part: "The policy pack found nothing in the part that it had seen when the preview failed: it says nothing of the rest.",
  nothing: "The policy pack was not asked: the preview failed before anything was planned.",
};
