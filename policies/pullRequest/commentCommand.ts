/** `beam-flink comment`: reads both sides of a change, writes one comment about it, and puts it on the pull request. */
import { appendFileSync } from "node:fs";
import * as path from "node:path";
import { worstClass } from "../../model/changeRisk/index.ts";
import { ArgumentError } from "../../model/index.ts";
import { type CommandContext, loadPack, readConfig } from "../check/checkCommand.ts";
import { checkFiles } from "../check/checkFiles.ts";
import { inputFiles } from "../check/inputFiles.ts";
import { ExitCode } from "../check/report/checkReport.ts";
import { preparePack } from "../evaluation.ts";
import type { PlanReport } from "../plan/planReport.ts";
import { planInputs } from "../plan/planInputs.ts";
import { isPlanned, type StackChanges, stackChanges } from "./changes.ts";
import { commentMarkdown, MOST_CHARACTERS, type PullRequestReport } from "./comment.ts";
import { COMMENT_USAGE, type CommentCommandOptions, parseCommentOptions } from "./commentOptions.ts";
import { GitHubError, putComment } from "./gitHub.ts";
import { type Preview, readPreviews } from "./previews.ts";

/** Characters of the report in a job's summary, which takes 1 MiB: of letters that need three bytes each, too. */
const MOST_OF_SUMMARY = 340_000;

/** Runs the command; parameters are those behind its name. */
export async function commentCommand(
  parameters: readonly string[],
  { output, errors, today }: CommandContext,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Promise<ExitCode> {
  try {
    const options = parseCommentOptions(parameters, variables);
    if (options.help) {
      output(COMMENT_USAGE);
      return ExitCode.clean;
    }
    const report = await reportOf(options, today);
    const { post, key, summary, run } = options;
    if (summary !== undefined) appendFileSync(summary, commentMarkdown(report, { mostCharacters: MOST_OF_SUMMARY }));
    const comment = commentMarkdown(report, { mostCharacters: MOST_CHARACTERS, ...(run === undefined ? {} : { fullReport: run }) });
    if (post === undefined) output(comment);
    else output(`${await putComment(post, key, comment)}\n`);
    return ExitCode.clean;
  } catch (error) {
    if (!(error instanceof ArgumentError) && !(error instanceof GitHubError)) throw error;
    errors(`beam-flink comment: ${error.message}\n`);
    return error instanceof GitHubError ? ExitCode.violations : ExitCode.badInput;
  }
}

async function reportOf({ base, head, pack: name, config }: CommentCommandOptions, today: Date): Promise<PullRequestReport> {
  const [before, after] = [readPreviews(base), readPreviews(head)];
  const stacks = stackChanges(before, after);
  const pack = await loadPack(name);
  const { files: found, errors } = inputFiles([head]);
  // As the repository names them.
  const files = found.map((file) => ({ ...file, name: path.relative(head, file.name) }));
  return {
    stacks,
    plan: planOf({ base, head, before, after, stacks }),
    check: checkFiles(files, pack, preparePack(pack, readConfig(config), today), errors),
  };
}

interface Sides {
  readonly base: string;
  readonly head: string;
  readonly before: readonly Preview[];
  readonly after: readonly Preview[];
  readonly stacks: readonly StackChanges[];
}

/** Each environment by itself, since a job of one is none of another's, and then the manifests beside them. */
function planOf({ base, head, before, after, stacks }: Sides): PlanReport {
  const filesOf = (preview: Preview | undefined) => (preview === undefined ? [] : [preview.file]);
  const plans = stacks
    .filter((one) => isPlanned(one, stacks))
    .map((one) => {
      const plan = planInputs({ folder: base, files: filesOf(one.base) }, { folder: head, files: filesOf(one.head) });
      return { ...plan, jobs: plan.jobs.map((job) => ({ ...job, job: `${one.stack}: ${job.job}` })) };
    });
  const manifests = (folder: string, previews: readonly Preview[]) => {
    const own = new Set(previews.map(({ file }) => path.resolve(file)));
    return {
      folder,
      files: inputFiles([folder])
        .files.map(({ name }) => name)
        .filter((name) => !own.has(path.resolve(name))),
    };
  };
  const all = [...plans, planInputs(manifests(base, before), manifests(head, after))];
  const jobs = all.flatMap((plan) => plan.jobs);
  const passedOver = [...new Set(all.flatMap((plan) => plan.passedOver))].toSorted();
  return { class: worstClass(jobs.map((job) => job.class)), jobs, passedOver, errors: all.flatMap(({ errors }) => errors) };
}
