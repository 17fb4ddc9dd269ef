/** The plan as a pull request shows it: a table of all jobs, then the reasons of each that changes. */
import { CANNOT_KNOW, compareClasses } from "../../../model/changeRisk/index.ts";
import { placeOf } from "../../check/report/checkReport.ts";
import { code, fitted, table, text } from "../../check/report/markdownText.ts";
import type { PlanJob, PlanReason, PlanReport } from "../planReport.ts";
import { budgetChange } from "./budget.ts";
import { classWords, groupedReasons, jobClassWords, NO_JOBS, summaryOf } from "./words.ts";

/** How the plan fits into what is around it. */
export interface PlanMarkdownOptions {
  /**
   * Signs in front of the plan's heading.
   * @default "##"
   */
  readonly heading?: string;
  /**
   * Characters at most: what is beyond is cut, with a note.
   * @default 65000, somewhat less than a comment on GitHub may have
   */
  readonly mostCharacters?: number;
}

const CUT = "**This plan is cut here: a comment takes no more.** All of it is in `beam-flink plan --format text`.";

/** Renders it. It can stand in a comment with other parts: it is complete in itself, and mentions nobody. */
export function planMarkdown(report: PlanReport, { heading = "##", mostCharacters = 65_000 }: PlanMarkdownOptions = {}): string {
  const { jobs, passedOver, errors } = report;
  const sorted = jobs.toSorted((one, other) => compareClasses(other.class, one.class));
  const blocks = [
    `${heading} Change risk of jobs`,
    jobs.length === 0 && errors.length === 0 ? NO_JOBS : "",
    jobs.length === 0 ? "" : `${summaryOf(jobs)}.`,
    table(
      ["cannot be read", "what is wrong", "what to do"],
      errors.map((error) => [code(placeOf(error)), text(error.problem), text(error.remedy)]),
    ),
    table(["job", "class", "decided by", "each checkpoint"], sorted.map(jobRow)),
    ...sorted.flatMap((job) => details(job, heading)),
    passedOver.length === 0 ? "" : `Passed over, since no judgement is for them: ${passedOver.map(code).join(", ")}.`,
    jobs.length === 0 ? "" : `Not to be told from manifests: ${CANNOT_KNOW.map((sentence) => text(sentence)).join(" ")}`,
  ].filter((block) => block !== "");
  return `${fitted(blocks, mostCharacters, CUT)}\n`;
}

function jobRow(job: PlanJob): readonly string[] {
  const { class: of, reasons } = job;
  const fields = [...new Set(reasons.filter((reason) => reason.class === of).map(({ field }) => field))];
  return [
    code(job.job),
    strong(of, jobClassWords(job)),
    fields.map(code).join(", "),
    text((budgetChange(job) ?? "not known").replace("->", "→")),
  ];
}

function strong(of: PlanJob["class"], words = classWords(of)): string {
  return of === "state-at-risk" || of === "state-lost" ? `**${words}**` : words;
}

function details(job: PlanJob, heading: string): readonly string[] {
  const { job: name, reasons, assumptions } = job;
  if (reasons.length === 0) return assumptions.length === 0 ? [] : [`${code(name)} is ${jobClassWords(job)}. ${told(assumptions)}`];
  return [
    `${heading}# ${code(name)}: ${jobClassWords(job)}`,
    table(["class", "field", "before", "after", "where"], reasons.map(reasonRow)),
    grouped(reasons),
    ...(assumptions.length === 0 ? [] : [told(assumptions)]),
  ];
}

function reasonRow({ class: of, field, before, after, file, line }: PlanReason): readonly string[] {
  return [strong(of), code(field), code(before), code(after), code(placeOf({ file, line }))];
}

/** Each reason once, with the fields that it is for. */
function grouped(reasons: readonly PlanReason[]): string {
  return groupedReasons(reasons)
    .map((group) => {
      const [{ why, next }] = group;
      const todo = next === "nothing" ? "" : ` **Next:** ${text(next)}.`;
      return `- ${group.map(({ field }) => code(field)).join(", ")}: ${text(why)}.${todo}`;
    })
    .join("\n");
}

function told(assumptions: readonly string[]): string {
  return `Taken for granted: ${assumptions.map((sentence) => text(sentence)).join(" ")}`;
}
