/**
 * `npm test`: every test, cheapest first, and a plain last line `N passed, N failed`. One word runs one group alone:
 * `npm test -- unit`. `faults` runs only when it is named: it breaks things for a quarter of an hour.
 */
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { execa } from "execa";
import { PROJECT } from "../environment/environments.ts";
import { UserError } from "../support/errors.ts";
import { testJava } from "./testJava.ts";

interface Count {
  readonly passed: number;
  readonly failed: number;
}

/** Static checks; each counts as one test. */
const CHECKS: readonly (readonly [title: string, file: string, ...args: string[]])[] = [
  ["formatting", "oxfmt", "--check"],
  ["lint", "oxlint", "--deny-warnings"],
  ["types", "tsc", "--noEmit"],
  [
    "import arrows",
    "depcruise",
    "--config",
    ".dependency-cruiser.mjs",
    "model",
    "components",
    "policies",
    "stacks",
    "local",
    "bench",
    "build",
  ],
];

const GROUPS: Readonly<Record<string, (signal: AbortSignal) => Promise<Count>>> = {
  check: checks,
  unit: (signal) => vitest("unit", signal),
  java: testJava,
  e2e: (signal) => vitest("e2e", signal),
  running: (signal) => vitest("running", signal),
  faults: (signal) => vitest("faults", signal),
};

/** What `npm test` runs, one stage after the other. Clusters and jobs wait more than they compute, so two groups share the cores. */
const STAGES: readonly (readonly string[])[] = [["check"], ["unit"], ["java"], ["e2e", "running"]];

export async function test(group: string | undefined, signal: AbortSignal): Promise<number> {
  if (group !== undefined && !(group in GROUPS)) {
    throw new UserError(
      `there is no group of tests "${group}": choose one of ${Object.keys(GROUPS).join(", ")}, or none for all but faults.`,
      {
        exitCode: 2,
      },
    );
  }
  const stages = group === undefined ? STAGES : [[group]];
  const counts: Count[] = [];
  for (const stage of stages) counts.push(...(await Promise.all(stage.map((name) => runGroup(name, signal)))));
  const passed = sum(counts.map((count) => count.passed));
  const failed = sum(counts.map((count) => count.failed));
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

async function runGroup(name: string, signal: AbortSignal): Promise<Count> {
  const began = Date.now();
  console.log(`\n== ${name}`);
  const count = await GROUPS[name]!(signal);
  signal.throwIfAborted();
  console.log(`== ${name}: ${count.passed} passed, ${count.failed} failed, ${Math.round((Date.now() - began) / 1000)} s`);
  return count;
}

async function checks(signal: AbortSignal): Promise<Count> {
  let failed = 0;
  for (const [title, file, ...args] of CHECKS) {
    const result = await execa(file, args, { cwd: PROJECT, reject: false, cancelSignal: signal, all: true });
    const ok = result.exitCode === 0;
    if (!ok) failed++;
    console.log(`${ok ? "ok    " : "FAILED"} ${title}${ok ? "" : `\n${result.all}`}`);
  }
  return { passed: CHECKS.length - failed, failed };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
}

const NO_REPORT: VitestReport = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numFailedTestSuites: 0 };

async function vitest(project: string, signal: AbortSignal): Promise<Count> {
  const folder = await mkdtemp(path.join(tmpdir(), "beam-flink-test-"));
  try {
    const report = path.join(folder, "report.json");
    const args = [
      "run",
      "--project",
      project,
      `--reporter=${project === "unit" ? "default" : "verbose"}`,
      "--reporter=json",
      `--outputFile.json=${report}`,
    ];
    const result = await execa("vitest", args, {
      cwd: PROJECT,
      reject: false,
      cancelSignal: signal,
      forceKillAfterDelay: 60_000,
      stdio: "inherit",
    });
    signal.throwIfAborted();
    const found = existsSync(report) ? (JSON.parse(await readFile(report, "utf8")) as VitestReport) : NO_REPORT;
    // A file that cannot be loaded, an error outside any test or a crash is a failure that no test counts.
    const unseen = result.exitCode !== 0 && found.numFailedTests === 0 ? Math.max(1, found.numFailedTestSuites) : 0;
    // There are no skipped tests here, so one that did not run did not pass.
    return { passed: found.numPassedTests, failed: found.numFailedTests + found.numPendingTests + unseen };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
