/** The tools side by side: how each is run on a corpus, and how the violations are read from what it prints. */
import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import { z } from "zod";
import type { Step } from "../../local/support/step.ts";
import { BASELINE } from "../../policies/packs/baseline.ts";
import { entriesOf } from "../../policies/packs/pack.ts";
import { conftestProgram, kyvernoProgram } from "../programs.ts";
import { CORPUS_RULES } from "./corpus/variants.ts";

export const CHECKERS = ["beam-flink", "conftest", "kyverno"] as const;
export type CheckerName = (typeof CHECKERS)[number];

export interface Checker {
  readonly name: CheckerName;
  /** The command that checks a file, or every file of a folder. */
  command(input: string): readonly string[];
  /** The violations that it prints, `rule namespace/name`, sorted. */
  violations(output: string): readonly string[];
}

/** The tools that take part; what they need is written into `folder`. */
export async function openCheckers(
  names: readonly CheckerName[],
  command: string,
  folder: string,
  step: Step,
): Promise<readonly Checker[]> {
  const open: Readonly<Record<CheckerName, () => Promise<Checker>>> = {
    "beam-flink": async () => beamFlink(command, await configuration(folder)),
    conftest: async () => conftest(await conftestProgram(step)),
    kyverno: async () => kyverno(await kyvernoProgram(step)),
  };
  return Promise.all(names.map((name) => open[name]()));
}

/** The bundled command, with the rules off that the other tools do not have. */
function beamFlink(command: string, config: string): Checker {
  const findings = z.object({ findings: z.array(z.looseObject({ rule: z.string(), resource: z.string() })) });
  return {
    name: "beam-flink",
    command: (input) => [process.execPath, command, "check", input, "--pack", "baseline", "--config", config, "--format", "json"],
    violations: (output) => {
      const lines = findings.parse(JSON.parse(output)).findings.map(({ rule, resource }) => `${rule} ${resource}`);
      return [...new Set(lines)].toSorted();
    },
  };
}

async function configuration(folder: string): Promise<string> {
  const compared = new Set<string>(CORPUS_RULES);
  const others = entriesOf(BASELINE).filter(({ rule }) => !compared.has(rule.id));
  const file = path.join(folder, "beam-flink.json");
  await writeFile(file, JSON.stringify(Object.fromEntries(others.map(({ rule }) => [rule.id, "disabled"]))));
  return file;
}

function conftest(program: string): Checker {
  const results = z.array(z.object({ failures: z.array(z.object({ msg: z.string() })).optional() }));
  return {
    name: "conftest",
    command: (input) => [program, "test", input, "--policy", path.join(import.meta.dirname, "rego"), "--output", "json"],
    violations: (output) =>
      results
        .parse(JSON.parse(output))
        .flatMap(({ failures = [] }) => failures.map(({ msg }) => msg))
        .toSorted(),
  };
}

/** Five policies: of one policy with five validations Kyverno reports the first that fails and no other. */
function kyverno(program: string): Checker {
  const resource = z.object({ namespace: z.string(), name: z.string() });
  const report = z.object({ results: z.array(z.object({ policy: z.string(), result: z.string(), resources: z.array(resource) })) });
  return {
    name: "kyverno",
    command: (input) => {
      const policies = path.join(import.meta.dirname, "kyverno");
      return [program, "apply", policies, "--resource", input, "--policy-report", "--output-format", "json", "--remove-color"];
    },
    violations: (output) =>
      report
        .parse(JSON.parse(output))
        .results.filter(({ result }) => result !== "pass")
        .flatMap(({ policy, resources }) => resources.map(({ namespace, name }) => `${policy} ${namespace}/${name}`))
        .toSorted(),
  };
}
