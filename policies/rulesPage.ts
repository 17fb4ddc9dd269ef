/** The page `docs/RULES.md`, rendered from the rules and the packs. `node policies/writeRulesPage.ts` writes it. */
import { parameterRows } from "./config/configSchema.ts";
import { BASELINE } from "./packs/baseline.ts";
import { type AnyEntry, entriesOf, type Pack } from "./packs/pack.ts";
import { PRODUCTION } from "./packs/production.ts";

/** What the rules look at, in the order of the page. */
const GROUPS = [
  ["Jobs", "jobs", "Every FlinkDeployment that has a job."],
  ["Buckets", "buckets", "Buckets of S3 and Cloud Storage that hold Flink state: those of a CheckpointBucket, and those that a job names."],
  ["Clusters", "clusters", "Clusters of EKS and GKE."],
] as const satisfies readonly (readonly [string, keyof Pack, string])[];

/** The page as Markdown. */
export function renderRulesPage(): string {
  return `${[
    "# Rules",
    "Generated from `model/rules/` and `policies/packs/` by `node policies/writeRulesPage.ts`. Do not edit. " +
      "How the rules are used is in [policies.md](policies.md).",
    "A mandatory rule stops the preview, the update and the check; an advisory one reports. A value that is not known is reported as not " +
      "evaluated, never taken as compliant.",
    ...GROUPS.flatMap(([title, key, about]) => [`## ${title}`, about, summary(PRODUCTION[key]), ...PRODUCTION[key].map(section)]),
    "## Changing a level or a parameter",
    `Give a file to the engine with \`--policy-pack-config\`, or to the check with \`--config\`:\n\n\`\`\`json\n${JSON.stringify(
      example(PRODUCTION.jobs),
      undefined,
      2,
    )}\n\`\`\``,
  ].join("\n\n")}\n`;
}

function summary(entries: readonly AnyEntry[]): string {
  const rows = entries.map(({ rule, level }) => `| [${rule.id}](#${rule.id}) | ${rule.title} | ${level} | ${baselineLevel(rule.id)} |`);
  return ["| rule | holds when | production | baseline |", "|---|---|---|---|", ...rows].join("\n");
}

function baselineLevel(id: string): string {
  return entriesOf(BASELINE).find(({ rule }) => rule.id === id)?.level ?? "";
}

function section(entry: AnyEntry): string {
  const { rule, level } = entry;
  const rows = parameterRows(entry).map((row) => {
    const own = JSON.stringify(row.default);
    const other = JSON.stringify(parameterRows({ rule, level }).find(({ name }) => name === row.name)?.default);
    const value = own === other ? `\`${own}\`` : `\`${own}\` (baseline: \`${other}\`)`;
    return `| \`${row.name}\` | ${row.type} | ${value} | ${row.unit ?? ""} | ${row.description} |`;
  });
  const parameters =
    rows.length === 0 ? "No parameters." : ["| parameter | type | default | unit | meaning |", "|---|---|---|---|---|", ...rows].join("\n");
  const remedy = rule.remediable === true ? " The level `remediate` lets the engine set what is missing." : "";
  return [
    `### ${rule.id}`,
    `**${rule.title}** Production: ${level}, baseline: ${baselineLevel(rule.id)}.${remedy}`,
    rule.reason,
    `Holds for: ${rule.versions}. Source: ${rule.source}.`,
    parameters,
  ].join("\n\n");
}

/** The first rule with its first parameter, advisory. */
function example(entries: readonly AnyEntry[]): Record<string, unknown> {
  const [first] = entries;
  if (first === undefined) return {};
  const [parameter] = parameterRows(first);
  return {
    [first.rule.id]: {
      enforcementLevel: "advisory",
      ...(parameter === undefined ? {} : { [parameter.name]: parameter.default }),
      waivers: [{ resource: "beam/orders-*", owner: "team-orders", reason: "moves to another source", expires: "2027-03-31" }],
    },
  };
}
