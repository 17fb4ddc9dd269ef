/** The gates, each asked in the way in which its users ask it; all answer with rules and messages. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { execa } from "execa";
import { z } from "zod";
import { FLINK_DEPLOYMENT_TYPE } from "../../model/index.ts";
import { ENGINE, type Resource, startPack } from "../support/packProcess.ts";

const ROOT = path.join(import.meta.dirname, "..", "..");

/** What a gate says of a job: `rule: message`, in the order of the alphabet. */
export interface Answer {
  readonly findings: readonly string[];
  readonly notEvaluated: readonly string[];
}

/** Asks a gate about jobs by their names. */
export type Gate = (manifests: ReadonlyMap<string, object>) => Promise<ReadonlyMap<string, Answer>>;

const answer = (findings: readonly string[], notEvaluated: readonly string[]): Answer => ({
  findings: findings.toSorted(),
  notEvaluated: [...new Set(notEvaluated)].toSorted(),
});

const DIAGNOSTICS = z.object({ diagnosticsList: z.array(z.object({ policyname: z.string(), message: z.string() })) });

/** The policy pack as the engine starts and asks it. */
export const policyPack: Gate = async (manifests) => {
  const pack = await startPack(path.join(ROOT, "policies", "production", "pack.ts"), [ENGINE]);
  try {
    const answers = new Map<string, Answer>();
    for (const [name, manifest] of manifests) {
      const resource: Resource = { type: FLINK_DEPLOYMENT_TYPE, name, properties: JSON.parse(JSON.stringify(manifest)) };
      const { diagnosticsList: said } = DIAGNOSTICS.parse(await pack.analyze(resource));
      const [unknown] = said.filter(({ policyname }) => policyname === "not-evaluated");
      // The first line is the policy's sentence; the second what it found.
      const findings = said
        .filter((one) => one !== unknown)
        .map(({ policyname, message }) => `${policyname}: ${message.split("\n").slice(1).join("\n")}`);
      const rules = [...(unknown?.message ?? "").matchAll(/(?:: |; )([a-z-]+) \(/g)].map(([, rule = ""]) => rule);
      answers.set(name, answer(findings, rules));
    }
    return answers;
  } finally {
    pack.stop();
  }
};

const REPORT = z.object({
  findings: z.array(z.object({ rule: z.string(), resource: z.string(), message: z.string() })),
  notEvaluated: z.array(z.object({ rule: z.string(), resource: z.string() })),
});

/** The check of files: all jobs in one file. */
export const check: Gate = async (manifests) => {
  const folder = await mkdtemp(path.join(tmpdir(), "conformance-"));
  try {
    const file = path.join(folder, "jobs.yaml");
    // Each document in JSON, which is YAML.
    await writeFile(file, [...manifests.values()].map((manifest) => JSON.stringify(manifest)).join("\n---\n"));
    const cli = path.join(ROOT, "cli", "main.ts");
    const { stdout } = await execa(process.execPath, [cli, "check", "--format", "json", file], { reject: false });
    const report = REPORT.parse(JSON.parse(stdout));
    const of =
      (name: string) =>
      ({ resource }: { readonly resource: string }) =>
        resource === `beam/${name}`;
    return new Map(
      [...manifests.keys()].map((name) => [
        name,
        answer(
          report.findings.filter(of(name)).map(({ rule, message }) => `${rule}: ${message}`),
          report.notEvaluated.filter(of(name)).map(({ rule }) => rule),
        ),
      ]),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
};
