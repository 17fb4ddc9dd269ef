/** The page `docs/RULES.md`, rendered from the rules and the baseline pack. `node policies/writeRulesPage.ts` writes it. */
import { parameterRows } from "./configSchema.ts";
import { BASELINE } from "./packs/baseline.ts";
import type { PackEntry } from "./packs/pack.ts";

/** The page as Markdown. */
export function renderRulesPage(): string {
  const { entries } = BASELINE;
  const summary = entries.map(({ rule, level }) => `| [${rule.id}](#${rule.id}) | ${rule.title} | ${level} |`);
  return `${[
    "# Rules",
    "Generated from `model/rules/` and `policies/packs/baseline.ts` by `node policies/writeRulesPage.ts`. Do not edit.",
    `The pack \`${BASELINE.name}\` applies each rule to every FlinkDeployment that has a job. A mandatory rule stops the preview and ` +
      "the update, an advisory one reports. A value that a preview does not know is reported as not evaluated, and checked in the update " +
      "before the job changes.",
    ["| rule | holds when | level |", "|---|---|---|", ...summary].join("\n"),
    ...entries.map(section),
    "## Changing a level or a parameter",
    `Give a file with \`--policy-pack-config\`:\n\n\`\`\`json\n${JSON.stringify(example(entries), undefined, 2)}\n\`\`\``,
  ].join("\n\n")}\n`;
}

function section({ rule, level }: PackEntry): string {
  const rows = parameterRows(rule).map(
    (row) => `| \`${row.name}\` | ${row.type} | \`${JSON.stringify(row.default)}\` | ${row.unit ?? ""} | ${row.description} |`,
  );
  const parameters =
    rows.length === 0 ? "No parameters." : ["| parameter | type | default | unit | meaning |", "|---|---|---|---|---|", ...rows].join("\n");
  return [`## ${rule.id}`, `**${rule.title}** Level: ${level}.`, rule.reason, `Source: ${rule.source}.`, parameters].join("\n\n");
}

/** The first rule with its first parameter, advisory. */
function example(entries: readonly PackEntry[]): Record<string, unknown> {
  const [first] = entries;
  if (first === undefined) return {};
  const [parameter] = parameterRows(first.rule);
  return { [first.rule.id]: { enforcementLevel: "advisory", ...(parameter === undefined ? {} : { [parameter.name]: parameter.default }) } };
}
