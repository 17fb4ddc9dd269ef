/** The plan for a terminal and a log: job by job, the worst reason first. */
import { CANNOT_KNOW, compareClasses } from "../../../model/changeRisk/index.ts";
import { placeOf } from "../../check/report/checkReport.ts";
import { plain } from "../../check/report/plainText.ts";
import type { PlanJob, PlanReason, PlanReport } from "../planReport.ts";
import { budgetChange } from "./budget.ts";
import { classWords, groupedReasons, jobClassWords, NO_JOBS, summaryOf } from "./words.ts";

/** Renders it. */
export function planText({ jobs, passedOver, errors }: PlanReport): string {
  // Where nothing could be read it is not known whether a job is there.
  const others = passedOver.length === 0 ? [] : [`passed over, since no judgement is for them: ${passedOver.map(plain).join(", ")}`];
  if (jobs.length === 0) return errors.length > 0 ? "" : `${[NO_JOBS, ...others].join("\n")}\n`;
  const sorted = jobs.toSorted((one, other) => compareClasses(other.class, one.class));
  return [
    ...sorted.map(jobText),
    ...others,
    ["not to be told from manifests:", ...CANNOT_KNOW.map((sentence) => `  - ${sentence}`)].join("\n"),
    `${summaryOf(jobs)}\n`,
  ].join("\n\n");
}

function jobText(job: PlanJob): string {
  const { job: name, before, after, reasons, assumptions } = job;
  const places = [before, after].map((place) => (place === undefined ? "nowhere" : placeOf({ file: place.file, line: place.line })));
  const budget = budgetChange(job);
  return [
    plain(`${name}: ${jobClassWords(job)}  (${places.join(" -> ")})`),
    ...groupedReasons(reasons).map(groupText),
    ...assumptions.map((sentence) => `  taken for granted: ${plain(sentence)}`),
    ...(budget === undefined ? [] : [`  each checkpoint: ${plain(budget)}`]),
  ].join("\n");
}

function groupText(group: readonly [PlanReason, ...PlanReason[]]): string {
  const [{ judgement, class: of, why, next }] = group;
  return [
    `  ${classWords(of)} [${judgement}]`,
    ...group.map(({ field, before, after, ...place }) => `    ${plain(`${field}: ${before} -> ${after}  (${placeOf(place)})`)}`),
    `      ${plain(why)}`,
    ...(next === "nothing" ? [] : [`      next: ${plain(next)}`]),
  ].join("\n");
}
