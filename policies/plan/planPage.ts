/** The page `docs/plan.md`, rendered from the classes and judgements. `node policies/plan/writePlanPage.ts` writes it. */
import {
  CANNOT_KNOW,
  CHANGE_CLASS_NAMES,
  CHANGE_CLASSES,
  DELETED_JOB_JUDGEMENTS,
  MOVED,
  REPLACED,
  FIELD_JUDGEMENTS,
  NEW_JOB_JUDGEMENTS,
  RENAMED,
  STATE_JUDGEMENTS,
  UNREAD,
} from "../../model/changeRisk/index.ts";

/** What judgements look at, in the order of the page. */
const GROUPS = [
  ["What the change means for the job's state", STATE_JUDGEMENTS],
  ["What the operator does with a field", FIELD_JUDGEMENTS],
  ["What Pulumi does with the resource", [REPLACED, MOVED]],
  ["Jobs that are there on one side only", [...NEW_JOB_JUDGEMENTS, RENAMED, ...DELETED_JOB_JUDGEMENTS, UNREAD]],
] as const;

type Judgement = (typeof GROUPS)[number][1][number];

/** The page as Markdown, with the output of the command on the pull request of the examples. */
export function renderPlanPage(example: string): string {
  return `${[
    "# What a change does to running jobs: `beam-flink plan`",
    "Generated from `model/changeRisk/` by `node policies/plan/writePlanPage.ts`. Do not edit.",
    "`beam-flink plan BEFORE AFTER` compares the jobs of two inputs and says, job by job, whether the change leaves the job alone, restarts it " +
      "with its state, puts that state at risk, or loses it. Each reason names the field, its value before and after, why it counts, and what " +
      "to do next. The command reads files alone: it needs neither a cluster nor the Pulumi engine.",
    EXAMPLES,
    "An input is a file, a folder or `-` for the standard input, and holds what [`beam-flink check`](policies.md) reads: FlinkDeployments in " +
      "YAML or JSON, the output of `pulumi preview --json` and of `pulumi stack export`, what `beam-flink preview --output` writes for each stack, or a state file. " +
      "Jobs are matched by namespace and name; where a folder has a name more than once, as with one preview for each environment, by their " +
      "file as well.",
    `The two states of the example in [policies.md](policies.md):\n\n\`\`\`text\n$ beam-flink plan first/ changed/\n${example.trimEnd()}\n\`\`\``,
    "## Classes",
    "From the least to the worst. A job gets the worst class that one of its reasons has, and all reasons are listed. `--fail-on CLASS` ends with " +
      "1 where a job is of that class or of one below it in this table; otherwise 0, and 2 for input that cannot be read. A value that is not known may turn out worse than any class: such jobs are named on " +
      "the standard error, and `--fail-on not-evaluated` ends with 1 for them.",
    table(
      ["class", "meaning"],
      CHANGE_CLASS_NAMES.map((name) => [`\`${name}\``, CHANGE_CLASSES[name]]),
    ),
    "## What it does not know",
    `It promises nothing that manifests do not say. No plan tells:\n\n${CANNOT_KNOW.map((one) => `- ${one}`).join("\n")}`,
    "So `restart` means: by all that the manifest says, the job goes on with its state. A change of the image, of the main class or of an option of " +
      "the job's own is `state-at-risk` because code decides, and code is not read. A value that one side does not know, as in a preview " +
      "before the first update, is `not-evaluated`, unless something worse is certain. A value that neither side knows is taken to be the " +
      "same, and said so. Secrets are never shown, and are compared only where both sides tell them in the open.",
    "## Judgements",
    ...GROUPS.flatMap(([title, judgements]) => [`### ${title}`, summary(judgements), ...judgements.map(section)]),
    "## What of it has been seen",
    "On Beam 2.70.0, Flink 1.19.1 and the local environment's stand-in of operator 1.10.0, `test/running/lifecycle.test.ts` and " +
      "`test/running/autoscaling.test.ts` ran the following; [lifecycle.md](lifecycle.md) and [autoscaling.md](autoscaling.md) have the results. " +
      "A job that is deployed anew by a savepoint or its last state goes on with nothing lost or doubled; a main class that is not there does not " +
      "start, and the job goes on from its savepoint when that is taken back; a drain fires all windows and leaves nothing but the sources; " +
      "what the autoscaler chooses is applied in place. What is known from sources alone: every start that Flink, Beam or the operator's " +
      "validator refuses, and all that the official operator does in another way than the stand-in.",
    "## Adding a judgement",
    "A judgement is one file in `model/changeRisk/judgements/`, one pure function over the two views of a job and their differences: it returns " +
      "verdicts, each with class, field, values and place. A value that is not known is a verdict of its own. Add it to `index.ts` there, give it " +
      "cases in `test/model/changeRisk/judgements.test.ts`, and write this page again.",
    "## In programs",
    "The JSON of `--format json` has `version: 1`, `class`, `jobs` (each with `job`, `class`, `before`, `after`, `reasons`, `assumptions`, `budget`), " +
      "`passedOver`, `cannotKnow` and `errors`. Fields are added, and never change their meaning within a version. `budget` holds the estimate of one " +
      "checkpoint in bytes before and after, as `beam-flink budget` makes it.",
  ].join("\n\n")}\n`;
}

const EXAMPLES = `\`\`\`sh
beam-flink plan deployed/ proposed/                         # two folders of manifests
beam-flink plan state.json preview.json --fail-on state-lost  # pulumi stack export, then pulumi preview --json
beam-flink plan base/ head/ --format markdown               # previews of a pull request, for its comment
\`\`\``;

function summary(judgements: readonly Judgement[]): string {
  return table(
    ["judgement", "when", "class"],
    judgements.map(({ id, title, classes }) => [`[${id}](#${id})`, title, classes.map((name) => `\`${name}\``).join(", ")]),
  );
}

function section({ id, why, next, source }: Judgement): string {
  const todo = next === "nothing" ? "" : `\n\nNext: ${next}.`;
  return `#### ${id}\n\n${sentence(why)}.${todo}\n\nSource: ${source}.`;
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  return [titles, titles.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
