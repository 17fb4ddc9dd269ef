import { describe, expect, test } from "vitest";
import { readJobView } from "../../../model/views/jobView.ts";
import { type Attempt, UNKNOWN } from "../../../model/views/known.ts";

/** A manifest that throws where a value is this text. */
const NOT_YET = "not known yet";
const attempt: Attempt = (read) => {
  const value = read();
  return value === NOT_YET ? UNKNOWN : value;
};
const job = (...args: unknown[]): unknown => ({ spec: { job: { args } } });

describe("readJobView", () => {
  test("reads name, image and Flink line", () => {
    const view = readJobView({ metadata: { name: "orders" }, spec: { image: "r/orders:1.2", flinkVersion: "v1_19", job: {} } });
    expect([view.name, view.image, view.flinkLine, view.hasJob]).toEqual(["orders", "r/orders:1.2", "1.19", true]);
  });

  test("takes nothing for granted about the manifest's shape", () => {
    for (const manifest of [
      undefined,
      null,
      3,
      [],
      {},
      { spec: "x" },
      { spec: { job: [], flinkConfiguration: "x", flinkVersion: "2.2" } },
    ]) {
      const view = readJobView(manifest);
      expect([view.name, view.image, view.flinkLine, view.hasJob]).toEqual([undefined, undefined, undefined, false]);
      expect([view.option("a"), view.setting("a"), view.options()]).toEqual([undefined, undefined, new Map()]);
    }
  });

  test("parses options: with value, without, with an equals sign in the value, the last of several", () => {
    const view = readJobView(job("--runner=FlinkRunner", "--streaming", "--sql=a=b", "plain", "--n=1", "--n=2", 5));
    expect([view.option("runner"), view.option("streaming"), view.option("sql"), view.option("n")]).toEqual([
      "FlinkRunner",
      "true",
      "a=b",
      "2",
    ]);
    expect(view.options()).toEqual(new Map(Object.entries({ runner: "FlinkRunner", streaming: "true", sql: "a=b", n: "2" })));
  });

  test("finds a known option beside an unknown argument, and takes any other for unknown", () => {
    const view = readJobView(job("--a=1", NOT_YET), attempt);
    expect(view.option("a")).toBe("1");
    expect(view.option("b")).toBe(UNKNOWN);
    expect(view.options()).toBe(UNKNOWN);
  });

  test("reads the value of an option from the next argument", () => {
    const view = readJobView(job("--interval", "10000", "--streaming", "--name", NOT_YET, "--last"), attempt);
    expect([view.option("interval"), view.option("streaming"), view.option("name"), view.option("last")]).toEqual([
      "10000",
      "true",
      UNKNOWN,
      "true",
    ]);
  });

  test("finds a setting under its older names, the newest first", () => {
    const dir = "execution.checkpointing.dir";
    const settings = (flinkConfiguration: object) => readJobView({ spec: { flinkConfiguration } });
    expect(settings({ "state.checkpoints.dir": "old" }).setting(dir)).toBe("old");
    expect(settings({ "state.checkpoints.dir": "old", [dir]: "new" }).setting(dir)).toBe("new");
    expect(settings({ state: { checkpoints: { dir: "nested" } } }).setting(dir)).toBe("nested");
    expect(settings({ "kubernetes.operator.job.autoscaler.enabled": true }).setting("job.autoscaler.enabled")).toBe("true");
    expect(settings({ "high-availability": "kubernetes" }).setting("high-availability.type")).toBe("kubernetes");
    expect(settings({ "high-availability": { storageDir: "s3://b" } }).setting("high-availability.type")).toBeUndefined();
  });

  test("lists all settings by the names under which they stand, or says that one is unknown", () => {
    const settings = (flinkConfiguration: unknown) => readJobView({ spec: { flinkConfiguration } }, attempt).settings();
    expect(settings({ a: { b: 1, c: ["x", "y"] }, "d.e": true, f: null })).toEqual(
      new Map(Object.entries({ "a.b": "1", "a.c": "x;y", "d.e": "true" })),
    );
    expect(settings({ a: { b: NOT_YET } })).toBe(UNKNOWN);
    expect([settings(undefined), settings("x")]).toEqual([new Map(), new Map()]);
  });

  test("reads facts from annotations, then from labels", () => {
    const view = readJobView({ metadata: { annotations: { a: "1" }, labels: { a: "2", b: "3" } } });
    expect([view.fact("a"), view.fact("b"), view.fact("c")]).toEqual(["1", "3", undefined]);
  });

  test("locates what is there, or the nearest thing around it", () => {
    const view = readJobView({
      spec: { job: { args: ["--a=1", "--b", "2", "--a=3"] }, flinkConfiguration: { state: { "checkpoints.dir": "x" } }, image: "i" },
    });
    expect(view.locate({ option: "a" })).toEqual(["spec", "job", "args", 3]);
    expect(view.locate({ option: "b" })).toEqual(["spec", "job", "args", 1]);
    expect(view.locate({ option: "c" })).toEqual(["spec", "job", "args"]);
    expect(view.locate({ setting: "execution.checkpointing.dir" })).toEqual(["spec", "flinkConfiguration", "state", "checkpoints.dir"]);
    expect(view.locate({ setting: "other" })).toEqual(["spec", "flinkConfiguration"]);
    expect(view.locate({ path: ["spec", "image"] })).toEqual(["spec", "image"]);
    expect(view.locate({ path: ["spec", "jobManager", "resource"] })).toEqual(["spec"]);
    expect(readJobView({}).locate({ option: "a" })).toEqual([]);
  });

  test("takes everything under an unknown for unknown", () => {
    const view = readJobView({ metadata: NOT_YET, spec: NOT_YET }, attempt);
    expect([view.name, view.image, view.flinkLine, view.hasJob]).toEqual([UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]);
    expect([view.option("a"), view.options(), view.setting("a")]).toEqual([UNKNOWN, UNKNOWN, UNKNOWN]);
  });

  test("reads the first setting that is set, as text", () => {
    const view = readJobView({ spec: { flinkConfiguration: { old: "x", parallelism: 2, flag: true } } });
    expect([view.setting("new", "old"), view.setting("parallelism"), view.setting("flag")]).toEqual(["x", "2", "true"]);
  });

  test("reads nested settings, however they are split", () => {
    const view = readJobView({
      spec: { flinkConfiguration: { execution: { checkpointing: { dir: "s3://b" } }, "state.savepoints": { dir: "s3://s" } } },
    });
    expect(view.setting("execution.checkpointing.dir")).toBe("s3://b");
    expect(view.setting("state.savepoints.dir")).toBe("s3://s");
    expect(view.setting("execution.checkpointing")).toBeUndefined();
  });

  test("takes an unknown setting for unknown, and a missing one for missing", () => {
    const view = readJobView({ spec: { flinkConfiguration: { dir: NOT_YET, execution: { mode: NOT_YET } } } }, attempt);
    expect([view.setting("dir"), view.setting("execution.mode"), view.setting("other")]).toEqual([UNKNOWN, UNKNOWN, undefined]);
    expect(view.setting("missing", "dir")).toBe(UNKNOWN);
  });

  test("never asks for more than it needs", () => {
    const asked: string[] = [];
    const spying: Attempt = (read) => {
      asked.push(read.toString());
      return read();
    };
    readJobView({ metadata: { name: "n" }, spec: {} }, spying);
    expect(asked).toEqual([]);
  });
});
