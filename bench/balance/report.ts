/** What a run of the benchmark says, as Markdown. */
import { median } from "../measured.ts";
import { imbalance, type Spread } from "./spread.ts";
import { PARALLELISM, PIPELINES, SLOTS, VARIANTS } from "./variants.ts";

export interface Results {
  readonly date: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Of each variant, by name, one for each start of the job. */
  readonly spreads: Readonly<Record<string, readonly Spread[]>>;
}

export function renderReport({ date, versions, spreads }: Results): string {
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const rows = VARIANTS.flatMap(({ name, title }) => {
    const found = spreads[name] ?? [];
    if (found.length === 0) return [];
    const cells = [found.map(({ tasks }) => tasks.join(" + ")), found.map(({ slots }) => slots.join(" + "))];
    const ratio = median(found.map(({ tasks }) => imbalance(tasks)));
    return [`| ${title} | ${cells.map((cell) => cell.join(", ")).join(" | ")} | ${ratio.toFixed(2)} |`];
  });
  return [
    `${date}, ${named.join(", ")}. ${PIPELINES} pipelines, parallelism ${PARALLELISM}, two TaskManagers of ${SLOTS} slots.`,
    "",
    "| setting | tasks per TaskManager, each start | slots in use | fullest over mean, median |",
    "| --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}
