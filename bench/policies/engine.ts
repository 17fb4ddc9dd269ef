/**
 * Packs in the real engine: previews of a program with many FlinkDeployments, with each pack and without one. The providers are the
 * stand-ins of the offline previews, so no cluster and no network is in the figures.
 */
import { chmod, mkdir, readdir, writeFile } from "node:fs/promises";
import * as path from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import type * as automation from "@pulumi/pulumi/automation/index.js";
import { providerPackages } from "../../local/offline/packages.ts";
import { startStandIns } from "../../local/offline/standIns.ts";
import { openEngine } from "../../local/pulumi/engine.ts";
import type { Step } from "../../local/support/step.ts";
import { median, readUsage, type Usage } from "../measured.ts";
import { measureProgram } from "../programs.ts";
import { type Corpus, makeCorpus } from "./corpus/corpus.ts";
import type { MeasuredPack } from "./packs.ts";

export interface EngineRow {
  readonly resources: number;
  readonly pack: MeasuredPack | "none";
  readonly runs: number;
  readonly previewSeconds: number;
  /** Of the pack's process. */
  readonly packCpuSeconds?: number;
  readonly packPeakMegabytes?: number;
  /** Violations that the engine was told of. */
  readonly violations: number;
}

export interface EngineOptions {
  readonly sizes: readonly number[];
  readonly repeats: number;
  /** Holds the state and the reports. */
  readonly folder: string;
}

interface Preview {
  readonly seconds: number;
  readonly violations: number;
  readonly usage?: Usage;
}

/** Previews with each pack in turns. */
export async function measureEngine(
  bundles: ReadonlyMap<MeasuredPack, string>,
  { sizes, repeats, folder }: EngineOptions,
  step: Step,
): Promise<EngineRow[]> {
  const packs = await wrapped(bundles, folder, await measureProgram(step));
  const variants = [{ name: "none" as const, file: undefined }, ...packs];
  const rows: EngineRow[] = [];
  for (const size of sizes) {
    const corpus = makeCorpus(size);
    const previews = new Map<EngineRow["pack"], Preview[]>();
    for (let round = 0; round < repeats; round++) {
      for (const { name, file } of variants) {
        step.report(`preview of ${size} resources, pack ${name}: run ${round + 1} of ${repeats}`);
        previews.set(name, [...(previews.get(name) ?? []), await preview(corpus, file, folder, step)]);
      }
    }
    rows.push(...[...previews].map(([pack, runs]) => ({ resources: size, pack, ...medians(runs) })));
  }
  return rows;
}

function medians(runs: readonly Preview[]): Omit<EngineRow, "resources" | "pack"> {
  const usages = runs.flatMap(({ usage }) => (usage === undefined ? [] : [usage]));
  return {
    runs: runs.length,
    previewSeconds: median(runs.map(({ seconds }) => seconds)),
    violations: median(runs.map(({ violations }) => violations)),
    ...(usages.length === 0
      ? {}
      : {
          packCpuSeconds: median(usages.map(({ cpuSeconds }) => cpuSeconds)),
          packPeakMegabytes: median(usages.map(({ peakBytes }) => peakBytes)) / 1e6,
        }),
  };
}

/** The engine starts a script in each pack's place, which has the pack measured. */
async function wrapped(bundles: ReadonlyMap<MeasuredPack, string>, folder: string, measure: string) {
  const reports = reportsIn(folder);
  await mkdir(reports, { recursive: true });
  return Promise.all(
    [...bundles].map(async ([name, bundle]) => {
      const file = path.join(folder, `measured-${name}`);
      const words = [measure, '"$report"', process.execPath, bundle].map((word) => (word.startsWith('"') ? word : quoted(word)));
      await writeFile(file, `#!/bin/sh\nreport=${quoted(reports)}/$$.json\nexec ${words.join(" ")} "$@"\n`);
      await chmod(file, 0o755);
      return { name, file };
    }),
  );
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function reportsIn(folder: string): string {
  return path.join(folder, "reports");
}

async function preview(corpus: Corpus, pack: string | undefined, folder: string, step: Step): Promise<Preview> {
  const standIns = await startStandIns(providerPackages(import.meta.dirname));
  const project = path.join(folder, "project");
  await mkdir(project, { recursive: true });
  await writeFile(path.join(project, "Pulumi.yaml"), "name: bench\nruntime: nodejs\n");
  // Violations stop no preview here: each has to go over all resources.
  const config = path.join(folder, "advisory.json");
  await writeFile(config, JSON.stringify({ all: "advisory" }));
  const known = new Set(await readdir(reportsIn(folder)));
  const engine = await openEngine(
    {
      stackName: "bench",
      projectDir: project,
      program: async () => declare(corpus),
      stateDir: path.join(folder, "state"),
      passphraseFile: path.join(folder, "passphrase"),
      attached: standIns.ports,
    },
    step,
  );
  try {
    let violations = 0;
    const onEvent = (event: automation.EngineEvent) => void (violations += event.policyEvent === undefined ? 0 : 1);
    const begin = performance.now();
    const packs = pack === undefined ? {} : { policyPacks: [pack], policyPackConfigs: [config] };
    await engine.stack.preview({ color: "never", suppressProgress: true, signal: step.signal, onEvent, ...packs });
    const seconds = (performance.now() - begin) / 1000;
    if (pack === undefined) return { seconds, violations };
    const written = (await readdir(reportsIn(folder))).filter((name) => name.endsWith(".json") && !known.has(name));
    const usages = await Promise.all(written.map((name) => readUsage(path.join(reportsIn(folder), name))));
    return { seconds, violations, usage: only(usages) };
  } finally {
    await engine.close();
    await standIns.close();
  }
}

function only(usages: readonly Usage[]): Usage {
  const [usage, ...others] = usages;
  if (usage === undefined || others.length > 0) throw new Error(`the engine has run the pack ${usages.length} times to its end, not once`);
  return usage;
}

function declare({ manifests }: Corpus): void {
  for (const [index, manifest] of manifests.entries()) {
    void new kubernetes.apiextensions.CustomResource(`job-${index}`, manifestOf(manifest));
  }
}

function manifestOf(manifest: object): kubernetes.apiextensions.CustomResourceArgs {
  return { apiVersion: "flink.apache.org/v1beta1", kind: "FlinkDeployment", ...manifest };
}
