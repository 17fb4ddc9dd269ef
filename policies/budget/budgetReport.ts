/** What the budget command prints. */
import { describeBytes, type JobBudget } from "../../model/index.ts";
import { plain } from "../check/report/plainText.ts";

/** The estimate for one job. */
export interface JobEstimate {
  readonly file: string;
  readonly line: number;
  /** `namespace/name`. */
  readonly job: string;
  readonly estimate: JobBudget;
}

/** For a terminal: the total, its parts, what it was computed from and what was taken for granted. */
export function budgetText(jobs: readonly JobEstimate[]): string {
  if (jobs.length === 0) return "There is no FlinkDeployment with a job here.\n";
  return `${jobs.map(jobText).join("\n\n")}\n`;
}

function jobText({ file, line, job, estimate }: JobEstimate): string {
  const head = plain(`${job}  (${file}:${line})`);
  if (estimate.status === "notEvaluated") return `${head}\n  cannot be estimated without: ${estimate.fields.join(", ")}`;
  const { budget, highestBytes, missing } = estimate;
  const { inputs, parts, relativeUncertainty } = budget;
  const each = (bytes: number): string => describeBytes(bytes / inputs.pipelines).padStart(12);
  const interval = inputs.intervalMs === undefined ? "at no interval" : `every ${inputs.intervalMs / 1000} s`;
  const sure = `± ${Math.round(relativeUncertainty * 100)} %, ${budget.basis === "measured" ? "as measured" : "derived from what was measured"}`;
  return [
    head,
    `  each checkpoint  ${describeBytes(budget.totalBytes)}  (${sure}), ${interval}`,
    ...(missing.length === 0 ? [] : [`  or up to         ${upTo(highestBytes)}, as it is not known: ${missing.join(", ")}`]),
    `  pipelines        ${String(inputs.pipelines).padStart(12)}`,
    `  of each: state   ${each(parts.state)}`,
    `    open bundle    ${each(parts.bufferedOutput)}  ${inputs.finishBundle ? "the bundle is finished before the checkpoint" : bundleText(inputs)}`,
    `    options        ${each(parts.options)}  ${parts.options === 0 ? `Beam ${inputs.beam} keeps none in checkpoints` : `${inputs.optionsBytes} bytes in each registered state, before Beam 2.56`}`,
    "  taken for granted:",
    ...budget.assumptions.map((sentence) => `    - ${sentence}`),
  ].join("\n");
}

function bundleText({
  bundleSize,
  bundleTimeMs,
  elementsPerSecond,
  elementBytes,
}: { readonly [K in "bundleSize" | "bundleTimeMs" | "elementsPerSecond" | "elementBytes"]: number }): string {
  return `bundles of ${bundleSize} elements or ${bundleTimeMs / 1000} s, ${elementsPerSecond} elements/s of ${elementBytes} bytes`;
}

function upTo(bytes: number): string {
  return Number.isFinite(bytes) ? describeBytes(bytes) : "any size";
}

/** One JSON object. A highest size that has no bound is null. */
export function budgetJson(jobs: readonly JobEstimate[]): string {
  const told = jobs.map(({ file, line, job, estimate }) => {
    if (estimate.status === "notEvaluated") return { job, file, line, notEvaluated: estimate.fields };
    const { budget, highestBytes, missing } = estimate;
    return { job, file, line, ...budget, highestBytes: Number.isFinite(highestBytes) ? highestBytes : null, missing };
  });
  return `${JSON.stringify({ jobs: told }, undefined, 2)}\n`;
}
