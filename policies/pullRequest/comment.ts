/**
 * The one comment of a pull request: what changes in each environment, what that does to running jobs and their checkpoints, and what the
 * rules say. Every text of the pull request is shown as text: it mentions nobody, links nowhere and opens no element of HTML.
 */
import type { CheckReport } from "../check/report/checkReport.ts";
import { headline, renderMarkdown } from "../check/report/markdown.ts";
import { code, fenced, fitted, table, text } from "../check/report/markdownText.ts";
import { plain, shortened } from "../check/report/plainText.ts";
import type { PlanReport } from "../plan/planReport.ts";
import { planMarkdown } from "../plan/report/markdown.ts";
import { isPlanned, type StackChanges } from "./changes.ts";
import { changesTable, resourceTable } from "./changesMarkdown.ts";
import { isPartial } from "./previews.ts";

/** Characters that a comment on GitHub may have, less room for its first line and its last. */
export const MOST_CHARACTERS = 65_536 - 1_536;

/** Characters of an error that a preview ends with. */
const MOST_ERROR = 3_000;

const CUT = "**The rest is cut here: a comment takes no more.**";

/** All that is said. */
export interface PullRequestReport {
  readonly stacks: readonly StackChanges[];
  readonly plan: PlanReport;
  readonly check: CheckReport;
}

export interface CommentOptions {
  /** Characters at most. */
  readonly mostCharacters: number;
  /** Where all of it is; nothing is said of it where this is undefined. */
  readonly fullReport?: string;
}

/** Renders it. */
export function commentMarkdown(report: PullRequestReport, { mostCharacters, fullReport }: CommentOptions): string {
  const { stacks, plan, check } = report;
  const last = fullReport === undefined ? "" : `[The whole report](${fullReport}) is in the summary of the run.`;
  const head = [
    `## Beam on Flink: ${verdict(report)}`,
    ...failures(stacks),
    changesTable(stacks) || "There is no environment on either side.",
  ];
  const room = mostCharacters - head.join("\n\n").length - last.length - 200;
  // A third each, and more of it where another part needs less.
  const checked = renderMarkdown(check, { title: "### Policy report", heading: "###", mostCharacters: Math.floor(room / 3) }).trim();
  const planned = planMarkdown(plan, { heading: "###", mostCharacters: Math.floor((room - checked.length) / 2) }).trim();
  const unplanned = stacks.filter((one) => !isPlanned(one, stacks)).map(({ stack }) => code(stack));
  const notPlanned =
    unplanned.length === 0
      ? ""
      : `**Not evaluated:** what becomes of the jobs of ${unplanned.join(", ")}, since there is no whole preview of both sides.`;
  const others = [...packFindings(report), ...notes(stacks)];
  const changes = fitted(
    resourceBlocks(stacks),
    room - checked.length - planned.length - others.join("\n\n").length - notPlanned.length,
    CUT,
  );
  const blocks = [...head, notPlanned, planned, checked, ...others, changes, last].filter((block) => block !== "");
  // What is said of packs and stacks is of any length too.
  return `${fitted(blocks, mostCharacters, CUT)}\n`;
}

function verdict({ stacks, check }: PullRequestReport): string {
  const heads = stacks.flatMap(({ head }) => head ?? []);
  const failed = heads.filter(isPartial).length;
  if (failed > 0) return failed === 1 ? "a preview fails" : `${failed} previews fail`;
  // By a pack that is not ours, perhaps.
  const violated = heads.some((head) => head.violated);
  return violated ? "this must change before it merges" : headline(check);
}

function failures(stacks: readonly StackChanges[]): string[] {
  return stacks.flatMap(({ stack, head }) => {
    if (head?.failure === undefined || !isPartial(head)) return [];
    return [`The preview of ${code(stack)} fails:`, fenced("text", shortened(head.failure, MOST_ERROR).split("\n").map(plain))];
  });
}

/** Of an organisation's own packs: ours say the same in the policy report. */
function packFindings({ stacks, check }: PullRequestReport): string[] {
  const own = new Set(check.rules.map(({ id }) => id));
  const rows = stacks.flatMap(({ stack, head }) =>
    (head?.findings ?? [])
      .filter(({ rule }) => !own.has(rule))
      .map(({ level, pack, rule, resource = "", message }) => [
        code(stack),
        `${code(pack)} ${level === "mandatory" ? `**${code(rule)}**` : `${code(rule)} (advisory)`}`,
        code(resource),
        text(message),
      ]),
  );
  return rows.length === 0 ? [] : ["### Found by other policy packs", table(["environment", "rule", "resource", "what it says"], rows)];
}

function notes(stacks: readonly StackChanges[]): string[] {
  const heads = stacks.flatMap(({ head }) => head ?? []);
  const madeUp = [...new Set(heads.flatMap((head) => head.madeUp))];
  const secrets = [...new Set(heads.flatMap((head) => head.replacedSecrets))];
  const environments = [...new Set(heads.flatMap((head) => head.unknownEnvironments))];
  const warnings = heads.flatMap(({ stack, warnings: told }) => told.map((warning) => `- ${code(stack)} warns: ${text(warning)}`));
  const said = [
    ...(madeUp.length === 0 ? [] : [`- Outputs of ${madeUp.map(code).join(", ")} that others read are made up.`]),
    ...(secrets.length === 0 ? [] : [`- Secrets of the config had stand-ins: ${secrets.map(code).join(", ")}.`]),
    ...(environments.length === 0 ? [] : [`- Values of Pulumi ESC were not known: ${environments.map(code).join(", ")}.`]),
    ...warnings,
  ];
  const first =
    "The previews ran offline: an update may turn out as a replacement, and nothing was compared with what runs. `pulumi preview` knows.";
  return heads.length === 0 ? [] : ["### What this cannot know", [`- ${first}`, ...said].join("\n")];
}

function resourceBlocks(stacks: readonly StackChanges[]): string[] {
  const blocks = stacks.flatMap((changes) => {
    const rows = resourceTable(changes);
    return rows === "" ? [] : [`#### ${code(changes.stack)}`, rows];
  });
  return blocks.length === 0 ? [] : ["### Resources that change", ...blocks];
}
