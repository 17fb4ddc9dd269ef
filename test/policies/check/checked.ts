/** Checks text as if it were a file, for the tests of the check. */
import { dump } from "js-yaml";
import { checkFiles } from "../../../policies/check/checkFiles.ts";
import type { CheckReport } from "../../../policies/check/report/checkReport.ts";
import { preparePack } from "../../../policies/evaluation.ts";
import { PRODUCTION } from "../../../policies/packs/production.ts";
import { GOOD_ARGS, GOOD_JOB } from "../goodJob.ts";

/** The day of all these tests. */
export const TODAY = new Date("2026-11-26T12:00:00Z");

/** The report on files by their names, with that configuration of the production pack. */
export function check(files: Readonly<Record<string, string>>, config?: unknown): CheckReport {
  const inputs = Object.entries(files).map(([name, text]) => ({ name, open: () => [Buffer.from(text)] }));
  return checkFiles(inputs, PRODUCTION, preparePack(PRODUCTION, config, TODAY));
}

/** The good job in YAML, with these arguments in place of those of the same name, and that name of its own. */
export function jobYaml(options: Readonly<Record<string, string | undefined>> = {}, name = "orders"): string {
  return dump(jobManifest(options, name));
}

/** The same as an object. A value that is undefined takes the argument away. */
export function jobManifest(options: Readonly<Record<string, string | undefined>> = {}, name = "orders") {
  const kept = GOOD_ARGS.filter((argument) => !Object.keys(options).some((option) => argument.startsWith(`--${option}=`)));
  const given = Object.entries(options).flatMap(([option, value]) => (value === undefined ? [] : [`--${option}=${value}`]));
  return {
    ...GOOD_JOB,
    metadata: { ...GOOD_JOB.metadata, name },
    spec: { ...GOOD_JOB.spec, job: { ...GOOD_JOB.spec.job, args: [...kept, ...given] } },
  };
}

/** Rules that a report finds violated, in order. */
export const violated = ({ findings }: CheckReport): string[] => findings.map(({ rule }) => rule);
