import { readdirSync } from "node:fs";
import * as path from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readJobView } from "../../../model/views/jobView.ts";
import { findingMessage } from "../../../model/rule.ts";
import { FLINK_PIPELINE_OPTIONS } from "../../../model/pipelineOptionCatalogue.ts";
import { BUCKET_RULES, CLUSTER_RULES, JOB_RULES } from "../../../model/rules/index.ts";

const ALL = [...JOB_RULES, ...BUCKET_RULES, ...CLUSTER_RULES];

describe("the list of rules", () => {
  test("has every file of model/rules, under the file's name", () => {
    const folder = path.join(import.meta.dirname, "..", "..", "..", "model", "rules");
    const names = readdirSync(folder).flatMap((file) => (file === "index.ts" ? [] : [path.basename(file, ".ts")]));
    const kebab = names.map((name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
    expect(ALL.map((rule) => rule.id).toSorted()).toEqual(kebab.toSorted());
  });

  test.each(ALL)("$id says what holds, why, for which versions, and where that is known from", (rule) => {
    expect(rule.title).toMatch(/^[A-Z].*\.$/);
    expect(rule.reason).toMatch(/^[A-Z].*\.$/);
    expect(rule.source.length).toBeGreaterThan(10);
    expect(rule.versions.length).toBeGreaterThan(5);
  });
});

test("no rule on jobs tells a credential, wherever it stands", () => {
  const key = ["AKIA", "IOSFODNN7EXAMPLE"].join("");
  const secrets = [key, `s3a://key:${key}@bucket/x`];
  const args = Object.keys(FLINK_PIPELINE_OPTIONS).flatMap((name) => secrets.map((secret) => `--${name}=${secret}`));
  for (const secret of secrets) {
    for (const job of [{ args: [...args, `--${secret}`, secret] }, { args: [], upgradeMode: secret, entryClass: secret }]) {
      const settings = Object.fromEntries(SETTINGS.map((name) => [name, secret]));
      const facts = Object.fromEntries(FACTS.map((name) => [name, secret]));
      const view = readJobView({
        metadata: { annotations: facts },
        spec: { image: secret, flinkVersion: secret, flinkConfiguration: settings, job },
      });
      for (const rule of JOB_RULES) {
        const result = rule.evaluate(view);
        const messages = result.status === "violated" ? result.findings.map(findingMessage) : [JSON.stringify(result)];
        expect(messages.join("\n"), rule.id).not.toContain("AKIA");
      }
    }
  }
});

test("no JSON as a job makes a rule throw", () => {
  fc.assert(
    fc.property(fc.anything({ maxDepth: 4, withNullPrototype: true }), anyJob(), (anything, job) => {
      for (const manifest of [anything, job]) {
        const view = readJobView(manifest);
        for (const rule of JOB_RULES) expect(["compliant", "violated", "notEvaluated"]).toContain(rule.evaluate(view).status);
      }
    }),
    { numRuns: 300 },
  );
});

/** A FlinkDeployment whose fields, options and settings are there by name and hold anything. */
function anyJob(): fc.Arbitrary<unknown> {
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom("10 s", "1 min", "s3://bucket/x", "EXACTLY_ONCE", "last-state", "true", "2.2", "v2_2", "kubernetes", -1, 1e300),
  );
  const named = (names: readonly string[]) => fc.dictionary(fc.constantFrom(...names), value);
  const args = fc.array(
    fc.oneof(
      value,
      fc
        .tuple(fc.constantFrom(...Object.keys(FLINK_PIPELINE_OPTIONS), "runner", "experiments"), fc.string())
        .map(([name, text]) => `--${name}=${text}`),
    ),
  );
  return fc.record({
    metadata: fc.oneof(
      value,
      fc.record({ name: value, namespace: value, labels: named(FACTS), annotations: named(FACTS) }, { requiredKeys: [] }),
    ),
    spec: fc.record(
      {
        image: value,
        flinkVersion: value,
        podTemplate: value,
        flinkConfiguration: fc.oneof(value, named(SETTINGS)),
        jobManager: fc.oneof(value, fc.record({ replicas: value, resource: value, podTemplate: value }, { requiredKeys: [] })),
        taskManager: fc.oneof(value, fc.record({ resource: value, podTemplate: value }, { requiredKeys: [] })),
        job: fc.oneof(
          value,
          fc.record(
            { args: fc.oneof(value, args), parallelism: value, upgradeMode: value, allowNonRestoredState: value },
            { requiredKeys: [] },
          ),
        ),
      },
      { requiredKeys: [] },
    ),
  });
}

const FACTS = ["beam-flink/beam-version", "beam-flink/operator-version", "beam-flink/pipelines", "beam-flink/state-bytes"];

const SETTINGS = [
  "execution",
  "execution.checkpointing.interval",
  "execution.checkpointing.timeout",
  "execution.checkpointing.dir",
  "execution.checkpointing.unaligned",
  "high-availability",
  "high-availability.type",
  "jobmanager.scheduler",
  "job.autoscaler.enabled",
  "job.autoscaler.vertex.max-parallelism",
  "pipeline.max-parallelism",
  "taskmanager.numberOfTaskSlots",
  "taskmanager.load-balance.mode",
  "kubernetes.operator.job.drain-on-savepoint-deletion",
];
