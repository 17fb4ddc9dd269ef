/** The comparison on files: every tool on the same corpora, in turns, each held to the corpus's own list of violations. */
import type { Step } from "../../local/support/step.ts";
import { measured, median, type Usage } from "../measured.ts";
import { measureProgram } from "../programs.ts";
import type { Checker, CheckerName } from "./checkers.ts";
import { type CorpusFiles, writeCorpus } from "./corpus/corpus.ts";

/** How the documents lie: all in one file, or each in a file of its own. */
export const LAYOUTS = ["one file", "one file each"] as const;
export type Layout = (typeof LAYOUTS)[number];

/** Medians of one tool on one corpus. */
export interface OfflineRow {
  readonly size: number;
  readonly layout: Layout;
  readonly tool: CheckerName;
  readonly runs: number;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMegabytes: number;
}

export interface OfflineOptions {
  readonly sizes: readonly number[];
  /** Runs of each tool on each corpus. */
  readonly repeats: number;
  /** Holds the corpora. */
  readonly folder: string;
}

/** Documents from which on Kyverno, which takes minutes, runs once, and from which on only on one file. */
const KYVERNO_ONCE = 1000;
const KYVERNO_ONE_FILE = 5000;

export async function compareOffline(checkers: readonly Checker[], options: OfflineOptions, step: Step): Promise<OfflineRow[]> {
  const measure = await measureProgram(step);
  const rows: OfflineRow[] = [];
  for (const size of options.sizes) {
    const corpus = await writeCorpus(size, options.folder);
    for (const layout of LAYOUTS) {
      const usages = new Map<CheckerName, Usage[]>();
      for (let round = 0; round < options.repeats; round++) {
        for (const checker of checkers.filter(({ name }) => takesPart(name, size, layout, round))) {
          step.report(`${size} documents, ${layout}: run ${round + 1} of ${checker.name}`);
          const usage = await checked(measure, checker, corpus, layout);
          usages.set(checker.name, [...(usages.get(checker.name) ?? []), usage]);
        }
      }
      rows.push(...[...usages].map(([tool, runs]) => ({ size, layout, tool, ...medians(runs) })));
    }
  }
  return rows;
}

function takesPart(name: CheckerName, size: number, layout: Layout, round: number): boolean {
  if (name !== "kyverno") return true;
  return (size < KYVERNO_ONCE || round === 0) && (size < KYVERNO_ONE_FILE || layout === "one file");
}

async function checked(measure: string, checker: Checker, corpus: CorpusFiles, layout: Layout): Promise<Usage> {
  const { stdout, ...usage } = await measured(measure, checker.command(layout === "one file" ? corpus.file : corpus.folder));
  const found = checker.violations(stdout);
  const difference = firstDifference(found, corpus.violations);
  if (difference !== undefined) {
    throw new Error(`${checker.name} does not give the violations of the ${corpus.size} documents in ${layout}: ${difference}`);
  }
  return usage;
}

/** Both lists are sorted. */
function firstDifference(found: readonly string[], expected: readonly string[]): string | undefined {
  const missing = expected.find((violation, index) => found[index] !== violation);
  if (missing === undefined && found.length === expected.length) return undefined;
  const index = missing === undefined ? expected.length : expected.indexOf(missing);
  return `at ${index} it has ${found[index] ?? "no more"}, the corpus ${missing ?? "no more"} (${found.length} of ${expected.length})`;
}

function medians(runs: readonly Usage[]): Omit<OfflineRow, "size" | "layout" | "tool"> {
  return {
    runs: runs.length,
    cpuSeconds: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
    wallSeconds: median(runs.map(({ wallSeconds }) => wallSeconds)),
    peakMegabytes: median(runs.map(({ peakBytes }) => peakBytes)) / 1e6,
  };
}
