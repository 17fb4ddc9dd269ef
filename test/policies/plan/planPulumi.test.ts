import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { planInputs } from "../../../policies/plan/planInputs.ts";
import type { PlanJob } from "../../../policies/plan/planReport.ts";
import { type Changes, manifest } from "../../model/changeRisk/jobs.ts";

const folder = mkdtempSync(path.join(tmpdir(), "beam-flink-plan-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const URN = "urn:pulumi:prod::streaming::kubernetes:flink.apache.org/v1beta1:FlinkDeployment::orders-deployment";
const TYPE = "kubernetes:flink.apache.org/v1beta1:FlinkDeployment";
/** What the engine writes for a text that is not known yet, and for a secret. */
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SECRET = "[secret]";
const CIPHERTEXT = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };

const resource = (changes: Changes) => ({ urn: URN, type: TYPE, custom: true, inputs: manifest(changes), outputs: {} });

/** What `pulumi stack export` prints. */
const state = (changes: Changes) => ({ version: 3, deployment: { manifest: {}, resources: [resource(changes)] } });

/** What `pulumi preview --json` prints of an update. */
const preview = (changes: Changes) => ({ steps: [{ op: "update", urn: URN, newState: resource(changes) }] });

function plan(before: object, after: object): PlanJob {
  const files = Object.entries({ before, after }).map(([name, value]) => {
    const file = path.join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(value, undefined, 2));
    return file;
  });
  const { jobs, errors } = planInputs(files[0] ?? "", files[1] ?? "");
  expect([jobs.length, errors]).toStrictEqual([1, []]);
  return jobs[0]!;
}

test("a preview that failed is no side without jobs; one that violates a rule is whole", () => {
  const files = [
    ["failed", { steps: [], failure: "the program broke off" }],
    ["violated", { steps: [], failure: "a rule is violated", violated: true }],
    ["whole", preview({})],
  ].map(([name, document]) => {
    const file = path.join(folder, `${String(name)}.json`);
    writeFileSync(file, JSON.stringify(document));
    return file;
  });
  const [failed = "", violated = "", whole = ""] = files;
  expect(planInputs(failed, whole)).toMatchObject({
    class: "not-evaluated",
    errors: [{ problem: expect.stringContaining("the preview failed") }],
  });
  expect(planInputs(whole, failed)).toMatchObject({ class: "not-evaluated", errors: [{ file: failed }] });
  expect(planInputs(violated, whole)).toMatchObject({ class: "new", errors: [] });
});

const configMap = (name: unknown): Changes => ({ fields: { "spec podTemplate spec volumes": [{ name: "config", configMap: { name } }] } });

describe("state and preview of a Pulumi stack", () => {
  test("an update: class, reason and where it stands", () => {
    const { job, reasons, ...risk } = plan(state({}), preview({ options: { maxParallelism: "240" } }));
    expect([job, risk.class]).toStrictEqual(["beam/orders", "state-lost"]);
    expect(reasons).toMatchObject([
      { judgement: "max-parallelism", before: "120", after: "240", file: expect.stringMatching(/after\.json$/) },
    ]);
    expect(reasons[0]?.line).toBeGreaterThan(10);
  });

  test("a deletion, with what is left of the state", () => {
    const { class: of, reasons } = plan(state({}), { steps: [{ op: "delete", urn: URN, oldState: resource({}) }] });
    expect([of, reasons[0]?.after]).toStrictEqual(["deleted", "cancelled"]);
  });

  test.each(["create-replacement", "replace", "delete-replaced"])(
    "a replacement deletes the job, although nothing in it differs: %s",
    (op) => {
      const steps = ["create-replacement", op].map((one) => ({ op: one, urn: URN, newState: resource({}) }));
      const { class: of, reasons } = plan(state({}), { steps });
      expect([of, reasons.map(({ judgement }) => judgement)]).toStrictEqual(["state-lost", ["pulumi-replacement", "deletion"]]);
      const started = (savepoint: string): Changes => ({ fields: { "spec job initialSavepointPath": savepoint } });
      const replaced = { steps: [{ op: "create-replacement", urn: URN, newState: resource(started("s3://b/s")) }] };
      expect(plan(state({}), replaced).class).toBe("state-at-risk");
      expect(plan(state(started("s3://b/s")), replaced).class).toBe("state-lost");
    },
  );

  test("another URN may be another resource, unless the preview has found its alias", () => {
    const moved = (op: string) => {
      const urn = URN.replace("orders-deployment", "moved");
      return { steps: [{ op, urn, newState: { ...resource({}), urn } }] };
    };
    expect(plan(state({}), moved("create"))).toMatchObject({ class: "state-at-risk", reasons: [{ judgement: "pulumi-address" }] });
    expect(plan(state({}), moved("same")).class).toBe("unchanged");
    const other = URN.replace("::streaming::", "::jobs::").replace("prod", "dev");
    expect(plan(state({}), { steps: [{ op: "create", urn: other, newState: { ...resource({}), urn: other } }] }).class).toBe("unchanged");
  });

  test("a value that only the update will know is not evaluated", () => {
    const risk = plan(state(configMap("config-1a2b3c")), preview(configMap(UNKNOWN_TEXT)));
    expect(risk.class).toBe("not-evaluated");
    expect(risk.reasons).toMatchObject([
      {
        judgement: "redeployed",
        field: "spec.podTemplate.spec.volumes[config].configMap.name",
        before: "config-1a2b3c",
        after: "not known",
      },
    ]);
  });

  test("a value that neither side knows is taken to be the same, and told", () => {
    const risk = plan(preview(configMap(UNKNOWN_TEXT)), preview(configMap(UNKNOWN_TEXT)));
    expect([risk.class, risk.assumptions]).toStrictEqual([
      "unchanged",
      ["spec.podTemplate.spec.volumes[config].configMap.name is known on neither side, and taken to be the same."],
    ]);
  });

  test("secrets of both kinds are compared with nothing, and hide nothing else", () => {
    const secret = (value: unknown, more: Changes): Changes => ({ ...more, settings: { "s3.secret-key": value, ...more.settings } });
    expect(plan(state(secret(CIPHERTEXT, {})), preview(secret(SECRET, {}))).class).toBe("unchanged");
    const { class: of, reasons } = plan(
      state(secret(CIPHERTEXT, {})),
      preview(secret(SECRET, { settings: { "state.backend.type": "rocksdb", "taskmanager.numberOfTaskSlots": "4" } })),
    );
    expect(of).toBe("state-at-risk");
    expect(reasons.map(({ field }) => field)).toStrictEqual(["state backend", "taskmanager.numberOfTaskSlots"]);
  });

  test.each<readonly [string, Changes]>([
    ["the image", { fields: { "spec image": UNKNOWN_TEXT } }],
    ["all arguments", { fields: { "spec job args": UNKNOWN_TEXT } }],
    ["one argument", { fields: { "spec job args": ["--runner=FlinkRunner", UNKNOWN_TEXT] } }],
    ["the whole configuration", { fields: { "spec flinkConfiguration": UNKNOWN_TEXT } }],
    ["the checkpoint folder", { settings: { "execution.checkpointing.dir": UNKNOWN_TEXT } }],
    ["the upgrade mode and the image", { fields: { "spec job upgradeMode": UNKNOWN_TEXT, "spec image": UNKNOWN_TEXT } }],
    ["the spec", { fields: { spec: UNKNOWN_TEXT } }],
  ])("never takes what is not known for what is unchanged: %s", (_, changes) => {
    const { class: of, reasons } = plan(state({}), preview(changes));
    expect(of).toBe("not-evaluated");
    expect(new Set(reasons.map((reason) => reason.class))).toStrictEqual(new Set(["not-evaluated"]));
  });
});
