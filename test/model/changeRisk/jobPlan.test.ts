import { describe, expect, test } from "vitest";
import { CHANGE_CLASS_NAMES, compareClasses, deletedJobRisk, newJobRisk, planJobs, worstClass } from "../../../model/changeRisk/index.ts";
import { type Changes, job } from "./jobs.ts";

const named = (name: string, changes: Changes = {}, file = "") => ({
  job: `beam/${name}`,
  file,
  view: job({ ...changes, fields: { ...changes.fields, "metadata name": name } }),
});

/** `name: class`, in order. */
const told = (plan: ReturnType<typeof planJobs>): readonly string[] => plan.map((one) => `${one.job}: ${one.class}`);

const OTHER: Changes = { fields: { "spec job entryClass": "a.Other" }, settings: { "execution.checkpointing.dir": "s3://b/other" } };

describe("classes", () => {
  test("the worst of several", () => {
    expect(worstClass([])).toBe("unchanged");
    expect(worstClass(["restart", "state-lost", "no-restart"])).toBe("state-lost");
    expect(CHANGE_CLASS_NAMES.toSorted(compareClasses)).toStrictEqual(CHANGE_CLASS_NAMES);
  });
});

describe("jobs of two inputs", () => {
  test("are matched by name, whatever their order and files", () => {
    const plan = planJobs([named("a", {}, "x.yaml"), named("b")], [named("b", OTHER, "y.yaml"), named("a")]);
    expect(told(plan)).toStrictEqual(["beam/b: state-at-risk", "beam/a: unchanged"]);
  });

  test("of one name are matched by their files", () => {
    const before = [named("a", {}, "dev.yaml"), named("a", OTHER, "prod.yaml")];
    const plan = planJobs(before, before.toReversed());
    expect(told(plan)).toStrictEqual(["beam/a: unchanged", "beam/a: unchanged"]);
  });

  test("without a namespace are in the default one", () => {
    const inDefault = { ...named("a"), job: "default/a" };
    expect(told(planJobs([{ ...named("a"), job: "a" }], [inDefault]))).toStrictEqual(["default/a: unchanged"]);
  });

  test("that have nothing in common are new and deleted", () => {
    expect(told(planJobs([named("a")], [named("b", OTHER)]))).toStrictEqual(["beam/b: new", "beam/a: deleted"]);
  });

  test.each<readonly [string, Changes]>([
    ["checkpoint folder", { fields: { "spec job entryClass": "a.Other" } }],
    [
      "image and main class",
      { settings: { "execution.checkpointing.dir": "s3://b/other" }, fields: { "spec image": "registry.example/orders:2" } },
    ],
  ])("that have the same %s are one under another name, which starts empty", (_, changes) => {
    const [renamed, gone] = planJobs([named("a")], [named("b", changes)]);
    expect(renamed).toMatchObject({
      class: "state-lost",
      reasons: [{ judgement: "renamed-job", before: "beam/a" }, { judgement: "new-job" }],
    });
    expect(gone?.class).toBe("deleted");
  });

  test.each([
    ["s3://b/new", undefined, "state-at-risk"],
    ["s3://b/old", "s3://b/old", "state-lost"],
    [undefined, "s3://b/old", "state-lost"],
  ])("under another name start from a snapshot: %s, before %s", (now, old, of) => {
    const from = (savepoint: string | undefined): Changes => ({ fields: { "spec job initialSavepointPath": savepoint } });
    expect(told(planJobs([named("a", from(old))], [named("b", from(now))]))).toStrictEqual([`beam/b: ${of}`, "beam/a: deleted"]);
  });

  test("are neither new nor gone where the other side could not be read", () => {
    const [old, now] = [
      [named("a"), named("b")],
      [named("b"), named("c", OTHER)],
    ];
    const classes = (before: boolean, after: boolean) => told(planJobs(old, now, { unread: { before, after } }));
    expect(classes(true, false)).toStrictEqual(["beam/b: unchanged", "beam/c: not-evaluated", "beam/a: deleted"]);
    expect(classes(false, true)).toStrictEqual(["beam/b: unchanged", "beam/c: new", "beam/a: not-evaluated"]);
  });

  test("have the estimates of both sides", () => {
    const [kept] = planJobs([named("a")], [named("a", { options: { finishBundleBeforeCheckpointing: "false" } })]);
    const [before, after] = [kept?.budget.before, kept?.budget.after].map((budget) =>
      budget?.status === "estimated" ? budget.budget.totalBytes : 0,
    );
    expect(before).toBeGreaterThan(0);
    expect(after).toBeGreaterThan((before ?? 0) * 10);
    expect(planJobs([], [named("a")])[0]?.budget.before).toBeUndefined();
  });
});

const RETENTION = "execution.checkpointing.externalized-checkpoint-retention";
const ON_DELETION = "kubernetes.operator.job.savepoint-on-deletion";

describe("a job on one side only", () => {
  test.each<readonly [string, Changes, string, string]>([
    ["cancelled, its checkpoint retained", {}, "deleted", "cancelled"],
    ["cancelled, as the operator retains", { settings: { [RETENTION]: undefined } }, "deleted", "cancelled"],
    ["cancelled, its checkpoints deleted", { settings: { [RETENTION]: "DELETE_ON_CANCELLATION" } }, "state-lost", "cancelled"],
    ["cancelled, without checkpoints", { options: { checkpointingInterval: undefined } }, "state-lost", "cancelled"],
    [
      "drained by the operator",
      { settings: { [ON_DELETION]: "true", "kubernetes.operator.job.drain-on-savepoint-deletion": "true" } },
      "deleted",
      "drained",
    ],
    ["stopped with a savepoint", { settings: { [ON_DELETION]: "true" } }, "deleted", "stopped with a savepoint"],
    [
      "drained",
      { settings: { [ON_DELETION]: "true" }, fields: { "metadata annotations beam-flink/drain-timeout-seconds": "600" } },
      "deleted",
      "drained",
    ],
  ])("deleted: %s", (_, changes, of, after) => {
    expect(deletedJobRisk(job(changes))).toMatchObject({ class: of, reasons: [{ judgement: "deletion", after }] });
  });

  test("new: says from what it starts", () => {
    expect(newJobRisk(job()).reasons[0]?.why).toBe("a new job starts empty");
    expect(newJobRisk(job({ fields: { "spec job initialSavepointPath": "s3://b/s" } })).reasons[0]?.why).toBe("it starts from s3://b/s");
  });
});
