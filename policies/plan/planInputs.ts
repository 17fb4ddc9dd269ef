/** Plans the jobs of two inputs: files or folders of manifests, previews or state. */
import { statSync } from "node:fs";
import * as path from "node:path";
import { type ChangeReason, type JobPlan, planJobs, worstClass } from "../../model/changeRisk/index.ts";
import type { BudgetAssumptions, JobView, ManifestPath } from "../../model/index.ts";
import { readError } from "../check/checkFiles.ts";
import { inputFiles } from "../check/inputFiles.ts";
import type { CheckError } from "../check/report/checkReport.ts";
import type { Position } from "../check/source/position.ts";
import type { PulumiOrigin, Unreadable } from "../check/subjects/subject.ts";
import { readSubjects } from "../check/subjects/readSubjects.ts";
import type { PlanJob, PlanPlace, PlanReason, PlanReport } from "./planReport.ts";

/** A job with where it stands. */
interface FoundJob {
  readonly job: string;
  /** Within its input: empty where that is a file. */
  readonly file: string;
  readonly view: JobView;
  readonly pulumi?: PulumiOrigin;
  /** As reports name the file. */
  readonly shownFile: string;
  locate(path: ManifestPath): Position;
}

/** A file, a folder or `-` for the standard input; or some files of a folder, none perhaps. */
export type PlanInput = string | { readonly folder: string; readonly files: readonly string[] };

/** Reads both inputs, and plans what becomes of each job. */
export function planInputs(before: PlanInput, after: PlanInput, assumptions?: BudgetAssumptions): PlanReport {
  const [ofBefore, ofAfter]: readonly [CheckError[], CheckError[]] = [[], []];
  const passedOver = new Set<string>();
  const old = jobsOf(before, ofBefore, passedOver);
  const now = jobsOf(after, ofAfter, passedOver);
  const unread = { before: ofBefore.length > 0, after: ofAfter.length > 0 };
  const jobs = planJobs(old, now, { unread, ...(assumptions === undefined ? {} : { assumptions }) }).map(toldJob);
  const errors = [...ofBefore, ...ofAfter];
  return { class: worstClass(jobs.map((job) => job.class)), jobs, passedOver: [...passedOver].toSorted(), errors };
}

/** Kinds and types of Flink's own resources. */
const FLINK = /^Flink|:flink\.apache\.org\//;

const BROKEN = { problem: "the preview failed, so that jobs may be missing", remedy: "see why in its failure, and preview again" };

function jobsOf(input: PlanInput, errors: CheckError[], passedOver: Set<string>): readonly FoundJob[] {
  const jobs = new Map<string, FoundJob>();
  const { folder, files: names } = typeof input === "string" ? { folder: input, files: [input] } : input;
  const { files, errors: missing } = inputFiles(names);
  errors.push(...missing);
  for (const { name, open } of files) {
    const within = isFolder(folder) ? path.relative(path.resolve(folder), path.resolve(name)) : "";
    const shownFile = typeof input === "string" ? name : within;
    try {
      for (const item of readSubjects(open())) {
        if (item.kind === "passedOver" && item.incomplete === true) errors.push({ file: name, ...BROKEN });
        else if (item.kind === "passedOver" && FLINK.test(item.what)) passedOver.add(item.what);
        else if (item.kind === "unreadable") errors.push({ ...problemOf(item), file: name });
        else if (item.kind === "job") add(jobs, { ...item, job: item.resource, file: within, shownFile }, errors);
      }
    } catch (error) {
      errors.push(readError(error, name));
    }
  }
  return [...jobs.values()];
}

function add(jobs: Map<string, FoundJob>, found: FoundJob, errors: CheckError[]): void {
  const { job, file, shownFile } = found;
  const key = `${job}\n${file}`;
  if (!jobs.has(key)) jobs.set(key, found);
  else errors.push({ file: shownFile, ...found.locate([]), problem: `${job} is there twice`, remedy: "give one of them another name" });
}

function problemOf({ line, column, problem, remedy }: Unreadable): Omit<CheckError, "file"> {
  return { line, column, problem, remedy };
}

function isFolder(input: string): boolean {
  return statSync(input, { throwIfNoEntry: false })?.isDirectory() === true;
}

function toldJob({ job, class: of, reasons, assumptions, before, after, budget }: JobPlan<FoundJob>): PlanJob {
  return {
    job,
    class: of,
    ...(before === undefined ? {} : { before: placeIn(before, []) }),
    ...(after === undefined ? {} : { after: placeIn(after, []) }),
    reasons: reasons.map((reason) => toldReason(reason, after, before)),
    assumptions,
    budget,
  };
}

function toldReason({ at, ...reason }: ChangeReason, ...sides: readonly (FoundJob | undefined)[]): PlanReason {
  const [side] = sides.filter((one) => one !== undefined);
  return { ...reason, ...(side === undefined ? { file: "", line: 1, column: 1 } : placeIn(side, side.view.locate(at))) };
}

function placeIn({ shownFile, locate }: FoundJob, path_: ManifestPath): PlanPlace {
  const { line, column } = locate(path_);
  return { file: shownFile, line, column };
}
