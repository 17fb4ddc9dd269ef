/**
 * The benchmark of the policies: `node bench/policies/main.ts [--only offline|packs|engine] [--tools NAMES] [--sizes N,N] [--repeats N]
 * [--json]`. All of it takes about an hour, most of it Kyverno's and the engine's. Ends with 1 where tools disagree about violations.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { bundleCommand } from "../../build/command.ts";
import type { Step } from "../../local/support/step.ts";
import { BASELINE } from "../../policies/packs/baseline.ts";
import { PRODUCTION } from "../../policies/packs/production.ts";
import { circumstances } from "../circumstances.ts";
import { interruptible } from "../interruption.ts";
import { CHECKERS, type CheckerName, openCheckers } from "./checkers.ts";
import { makeCorpus } from "./corpus/corpus.ts";
import { measureEngine } from "./engine.ts";
import { judge, type Results } from "./goals.ts";
import { compareOffline } from "./offline.ts";
import { bundledPacks } from "./packs.ts";
import { measureStarts } from "./packStart.ts";
import { renderReport } from "./report.ts";
import { measureRules } from "./rulesCost.ts";
import { measuredVersions } from "./versions.ts";

const PARTS = ["offline", "packs", "engine"] as const;
type Part = (typeof PARTS)[number];

const { values } = parseArgs({
  options: {
    only: { type: "string", default: PARTS.join(",") },
    tools: { type: "string", default: CHECKERS.join(",") },
    sizes: { type: "string", default: "100,1000,5000" },
    resources: { type: "string", default: "1000,3000" },
    repeats: { type: "string", default: "3" },
    json: { type: "boolean", default: false },
  },
});
const parts = listed<Part>("--only", values.only, PARTS);
const tools = listed<CheckerName>("--tools", values.tools, CHECKERS);
const sizes = numbers("--sizes", values.sizes);
const resources = numbers("--resources", values.resources);
const [repeats = 1] = numbers("--repeats", values.repeats);

/** Starts of each pack, and rounds of the rules: both are short. */
const STARTS = 11;
const ROUNDS = 5;
const RULES_ON = 1000;

const interrupted = interruptible();
const step: Step = { report: (text) => console.error(text), signal: interrupted };
const folder = await mkdtemp(path.join(tmpdir(), "beam-flink-bench-"));
try {
  const results = await measure();
  const goals = judge(results);
  const where = circumstances(await measuredVersions(step), new Date());
  console.log(values.json ? JSON.stringify({ ...where, ...results, goals }, undefined, 2) : renderReport(results, goals, where));
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measure(): Promise<Results> {
  const has = (part: Part) => parts.includes(part);
  step.report("bundling");
  const packs = await bundledPacks(path.join(folder, "packs"));
  const command = await bundleCommand(path.join(folder, "beam-flink.mjs"));
  const checkers = has("offline") ? await openCheckers(tools, command, folder, step) : [];
  return {
    offline: await compareOffline(checkers, { sizes, repeats, folder }, step),
    starts: has("packs") ? await measureStarts(packs, STARTS) : [],
    rules: has("packs") ? await rules() : [],
    engine: has("engine") ? await measureEngine(packs, { sizes: resources, repeats, folder }, step) : [],
  };
}

async function rules(): Promise<Results["rules"]> {
  const { manifests } = makeCorpus(RULES_ON);
  return [await measureRules(BASELINE, manifests, ROUNDS), await measureRules(PRODUCTION, manifests, ROUNDS)];
}

function listed<T extends string>(option: string, text: string, allowed: readonly T[]): T[] {
  return text.split(",").map((word) => {
    const found = allowed.find((one) => one === word);
    if (found === undefined)
      throw new RangeError(`${option} is ${JSON.stringify(word)}: it takes ${allowed.join(", ")}, joined with commas`);
    return found;
  });
}

function numbers(option: string, text: string): number[] {
  return text.split(",").map((word) => {
    if (!/^[1-9]\d*$/.test(word)) throw new RangeError(`${option} is ${JSON.stringify(word)}: it takes whole numbers, joined with commas`);
    return Number(word);
  });
}
