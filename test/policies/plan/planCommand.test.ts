import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { dump } from "js-yaml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { planCommand } from "../../../policies/plan/planCommand.ts";
import { type Changes, manifest } from "../../model/changeRisk/jobs.ts";

let folder = "";

const NEW_IMAGE: Changes = { fields: { "spec image": "registry.example/orders:2.0.0" } };
const UNKNOWN_IMAGE: Changes = { fields: { "spec image": "04da6b54-80e4-46f7-96ec-b56ff0331ba9" } };
const TYPE = "kubernetes:flink.apache.org/v1beta1:FlinkDeployment";
const URN = `urn:pulumi:prod::streaming::${TYPE}::orders`;
const SECRET = "s3cr3t-Pa55w0rd";

/** A job of that name. */
function named(name: string, changes: Changes = {}): string {
  return dump(manifest({ ...changes, fields: { ...changes.fields, "metadata name": name } }));
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "beam-flink-plan-"));
  const files: Readonly<Record<string, string>> = {
    "before/orders.yaml": named("orders"),
    "before/gone.yaml": named("gone", {
      settings: { "execution.checkpointing.dir": "s3://b/gone" },
      fields: { "spec job entryClass": "a.Gone" },
    }),
    "after/orders.yaml": named("orders", NEW_IMAGE),
    "after/more/new.yaml": named("fresh", {
      fields: { "spec job entryClass": "a.Fresh" },
      settings: { "execution.checkpointing.dir": "s3://b/f" },
    }),
    "renamed.yaml": named("purchases"),
    "orders.yaml": named("orders"),
    "twice.yaml": `${named("orders")}---\n${named("orders")}`,
    "broken.yaml": "a: [",
    "empty.yaml": "kind: Service\n",
    "environments/dev/job.yaml": named("orders"),
    "environments/prod/job.yaml": named("orders"),
    "next/dev/job.yaml": named("orders", NEW_IMAGE),
    "next/prod/job.yaml": named("orders"),
    "session.yaml": `kind: FlinkSessionJob\n---\napiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nspec: {}\n---\nkind: Service\n`,
    "unknown.json": JSON.stringify({
      steps: [{ op: "update", urn: URN, newState: { urn: URN, type: TYPE, inputs: manifest(UNKNOWN_IMAGE) } }],
    }),
    "secret.yaml": named("orders", {
      options: { kafkaPassword: SECRET, source: `amqp://user:${SECRET}@host` },
      fields: { "spec podTemplate spec containers": [{ name: "flink-main-container", env: [{ name: "API_TOKEN", value: SECRET }] }] },
    }),
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...parameters: readonly string[]) {
  let [output, errors] = ["", ""];
  const context = { output: (text: string) => void (output += text), errors: (text: string) => void (errors += text), today: new Date() };
  const given = parameters.map((one) => (existsSync(path.join(folder, one)) ? path.join(folder, one) : one));
  return { code: await planCommand(given, context), output, errors };
}

const REPORT = z.object({
  version: z.literal(1),
  class: z.string(),
  jobs: z.array(z.looseObject({ job: z.string(), class: z.string(), reasons: z.array(z.looseObject({ judgement: z.string() })) })),
});

/** The class of each job. */
async function classesOf(...parameters: readonly string[]): Promise<readonly string[]> {
  const { output } = await run(...parameters, "--format=json");
  return REPORT.parse(JSON.parse(output)).jobs.map((job) => `${job.job}: ${job.class}`);
}

describe("beam-flink plan", () => {
  test("tells each job's class, reasons and places", async () => {
    const { code, output, errors } = await run("before", "after");
    expect([code, errors]).toStrictEqual([0, ""]);
    expect(output).toMatch(
      /^beam\/orders: state at risk {2}\(\S+before\/orders\.yaml:1 -> \S+after\/orders\.yaml:1\)\n {2}state at risk \[job-image\]\n {4}spec\.image: /,
    );
    expect(output).toContain("after/orders.yaml:11:3)");
    expect(output).toMatch(/\n\nbeam\/gone: deleted /);
    expect(output).toMatch(/\n\nbeam\/fresh: new /);
    expect(output).toMatch(/\n3 jobs: 1 state at risk, 1 deleted, 1 new\n$/);
  });

  test("ends with 1 where a job has reached the class", async () => {
    expect((await run("before", "after", "--fail-on", "state-lost")).code).toBe(0);
    expect((await run("before", "after", "--fail-on", "state-at-risk")).code).toBe(1);
    expect((await run("orders.yaml", "orders.yaml", "--fail-on", "new")).code).toBe(0);
  });

  test("takes a job under another name for the same", async () => {
    expect(await classesOf("orders.yaml", "renamed.yaml")).toStrictEqual(["beam/purchases: state-lost", "beam/orders: deleted"]);
  });

  test("matches jobs of the same name by their files", async () => {
    expect(await classesOf("environments", "next")).toStrictEqual(["beam/orders: state-at-risk", "beam/orders: unchanged"]);
  });

  test.each([
    [["orders.yaml"], "AFTER is not set: is needed"],
    [["orders.yaml", "orders.yaml", "orders.yaml"], "is one too many"],
    [["-", "-"], "must not be the standard input again"],
    [["orders.yaml", "orders.yaml", "--fail-on=state-at-risc"], "Did you mean state-at-risk?"],
    [["orders.yaml", "orders.yaml", "--format=sarif"], "must be one of text, json, markdown"],
    [["orders.yaml", "orders.yaml", "--fail-at=x"], "Did you mean --fail-on?"],
    [["orders.yaml", "nowhere.yaml"], "there is no such file or folder"],
    [["broken.yaml", "orders.yaml"], "this is not YAML"],
    [["orders.yaml", "twice.yaml"], "beam/orders is there twice"],
  ])("2: %j", async (parameters, message) => {
    const { code, errors } = await run(...parameters);
    expect(errors).toContain(message);
    expect(code).toBe(2);
  });

  test("names jobs that may reach the class by what is not known", async () => {
    const { code, errors } = await run("orders.yaml", "unknown.json", "--fail-on=state-lost");
    expect([code, errors]).toStrictEqual([
      0,
      "note: beam/orders may reach state-lost: a value is not known; --fail-on not-evaluated counts it\n",
    ]);
    expect((await run("orders.yaml", "unknown.json", "--fail-on=not-evaluated")).code).toBe(1);
  });

  test("takes no job for gone that may be in what cannot be read", async () => {
    expect(await classesOf("orders.yaml", "broken.yaml")).toStrictEqual(["beam/orders: not-evaluated"]);
    expect(await classesOf("nowhere.yaml", "orders.yaml")).toStrictEqual(["beam/orders: not-evaluated"]);
  });

  test("says what it passes over", async () => {
    expect((await run("orders.yaml", "session.yaml")).output).toContain(
      "passed over, since no judgement is for them: FlinkDeployment without a job (session cluster), FlinkSessionJob",
    );
  });

  test("says so where there is no job", async () => {
    const { code, output } = await run("empty.yaml", "empty.yaml");
    expect([code, output]).toStrictEqual([0, "There is no FlinkDeployment with a job on either side.\n"]);
  });

  test.each(["text", "json", "markdown"])("never shows a secret: %s", async (format) => {
    const { output } = await run("orders.yaml", "secret.yaml", `--format=${format}`);
    expect(output).toContain("not shown, since it may be a secret");
    expect(output).not.toContain(SECRET);
  });
});
