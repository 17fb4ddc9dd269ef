/**
 * The table of docs/faults.md, made from the figures of the last run: `node test/support/running/faultsPage.ts` writes it. Only what lies
 * between the two marks is made; the rest of the page is written by hand.
 */
import { readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import type { Figures } from "./faultFigures.ts";
import { readResults, type Results } from "./faultResults.ts";

export const PAGE = path.join(import.meta.dirname, "..", "..", "..", "docs", "faults.md");

const BEGIN = "<!-- figures: made by test/support/running/faultsPage.ts -->";
const END = "<!-- end of figures -->";

const HEAD = [
  "fault",
  "broken for",
  "last checkpoint before",
  "went on from",
  "running again after",
  "next checkpoint after",
  "failed checkpoints",
  "lost",
  "doubled",
];

/** The page with the figures in it. */
export function withFigures(page: string, results: Results): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${path.basename(PAGE)} has no place for the figures: ${BEGIN} and ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n${figuresOf(results)}\n${page.slice(end)}`;
}

function figuresOf({ date, machine, versions, faults }: Results): string {
  const { beam, flink, operator } = versions;
  return [
    `Last run: ${date}, ${machine.cores} cores, ${machine.memoryGiB} GiB. Beam ${beam}, Flink ${flink}, stand-in operator ${operator}.`,
    "",
    line(HEAD),
    line(HEAD.map(() => "---")),
    ...faults.map((figures) => line(cells(figures))),
  ].join("\n");
}

function cells(figures: Figures): string[] {
  const { restored, restoredSavepoint, runningSeconds } = figures;
  const from = restored === null ? "ran on" : `${restoredSavepoint ? "savepoint" : "checkpoint"} ${restored}`;
  return [
    figures.fault,
    seconds(figures.faultSeconds),
    String(figures.checkpointBefore),
    from,
    runningSeconds === null ? "ran on" : seconds(runningSeconds),
    seconds(figures.checkpointSeconds),
    String(figures.failedCheckpoints),
    String(figures.lost),
    String(figures.doubled),
  ];
}

const line = (columns: readonly string[]) => `| ${columns.join(" | ")} |`;

/** A killed process is broken for no time that counts. */
const seconds = (value: number) => (value < 2 ? "-" : `${Math.round(value)} s`);

if (import.meta.main) await writeFile(PAGE, withFigures(await readFile(PAGE, "utf8"), await readResults()));
