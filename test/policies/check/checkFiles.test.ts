import * as fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, test } from "vitest";
import { checkFiles } from "../../../policies/check/checkFiles.ts";
import { exitCodeOf } from "../../../policies/check/report/checkReport.ts";
import { preparePack } from "../../../policies/evaluation.ts";
import { PRODUCTION } from "../../../policies/packs/production.ts";
import { check, jobManifest, jobYaml, TODAY, violated } from "./checked.ts";

const SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n";

describe("checking Kubernetes manifests", () => {
  test("a good job is clean, and counted", () => {
    const report = check({ "a.yaml": jobYaml() });
    expect(report).toMatchObject({
      findings: [],
      notEvaluated: [],
      errors: [],
      checked: [{ kind: "job", resource: "beam/orders", file: "a.yaml", line: 1 }],
    });
    expect(exitCodeOf(report)).toBe(0);
  });

  test("a violation is told with its place, and what to write instead", () => {
    const text = `${SERVICE}---\n${jobYaml({ maxBundleSize: "5" })}`;
    const report = check({ "a.yaml": text });
    const line = text.split("\n").findIndex((one) => one.includes("--maxBundleSize=5")) + 1;
    expect(report.findings).toStrictEqual([
      {
        rule: "bundle-size",
        level: "mandatory",
        resource: "beam/orders",
        file: "a.yaml",
        line,
        column: text.split("\n")[line - 1]!.indexOf("--maxBundleSize") + 1,
        field: "bundle size",
        value: "5",
        limit: expect.stringContaining("10000"),
        message: expect.stringMatching(/^bundle size is 5; the limit is .*10000/),
        remedy: expect.stringContaining("--maxBundleSize=10000"),
        suggestion: "10000",
        change: { removed: "--maxBundleSize=5", added: "--maxBundleSize=10000" },
      },
    ]);
    expect(exitCodeOf(report)).toBe(1);
  });

  test("the same job in JSON, and in a list, is found the same", () => {
    const bad = jobManifest({ maxBundleSize: "5" });
    const item = Object.fromEntries(Object.entries(bad).filter(([key]) => key !== "kind" && key !== "apiVersion"));
    const list = { apiVersion: "v1", kind: "List", items: [{ kind: "Secret" }, bad] };
    const ownList = { apiVersion: "flink.apache.org/v1beta1", kind: "FlinkDeploymentList", items: [item] };
    const texts = [bad, list, ownList].flatMap((value) => [JSON.stringify(value, undefined, 2), dump(value)]);
    for (const text of texts) {
      const { findings } = check({ x: text });
      expect(findings).toMatchObject([{ rule: "bundle-size", resource: "beam/orders" }]);
      expect(text.split("\n")[findings[0]!.line - 1]).toContain("--maxBundleSize=5");
    }
  });

  test("everything else is passed over and counted by kind", () => {
    const session = dump({ ...jobManifest(), spec: { flinkVersion: "v2_2" } });
    const other = "apiVersion: example.com/v1\nkind: FlinkDeployment\n";
    const report = check({ "a.yaml": [SERVICE, SERVICE, session, other, "just text\n", "[1]\n", "# nothing\n"].join("---\n") });
    expect(report.passedOver).toStrictEqual({
      FlinkDeployment: 1,
      "FlinkDeployment without a job (session cluster)": 1,
      Service: 2,
      "no Kubernetes manifest": 2,
    });
    expect(report.checked).toStrictEqual([]);
    expect(exitCodeOf(report)).toBe(0);
  });

  test("manifests in a plain list are checked, each in its place", () => {
    const text = JSON.stringify([jobManifest({}, "one"), jobManifest({ maxBundleSize: "5" }, "two")], undefined, 1);
    const report = check({ "a.json": text });
    expect(report.checked).toHaveLength(2);
    expect(report.findings).toMatchObject([{ rule: "bundle-size", resource: "beam/two" }]);
    expect(text.split("\n")[report.findings[0]!.line - 1]).toContain("--maxBundleSize=5");
  });

  test("a value as long as a file is told by its beginning", () => {
    const { findings } = check({ "a.yaml": jobYaml({ maxBundleSize: "x".repeat(100_000) }) });
    expect(findings).toMatchObject([{ rule: "bundle-size", value: expect.stringContaining("characters)") }, { rule: "options-size" }]);
    expect(JSON.stringify(findings).length).toBeLessThan(5000);
  });

  test("what cannot be read is told, all of it, and the rest is checked", () => {
    const bad = jobYaml({ maxBundleSize: "5" });
    const report = check({ "a.yaml": `a: [\n---\n${bad}---\nb: 1\nb: 2\n`, "b.json": '{"a": 1, "a": 2}', "c.yaml": jobYaml() });
    expect(report.errors).toMatchObject([
      { file: "a.yaml", problem: expect.stringContaining("not YAML"), remedy: expect.stringMatching(/./) },
      { file: "a.yaml", line: bad.split("\n").length + 4, column: 1, problem: "the key is there twice" },
      { file: "b.json", line: 1, column: 10, problem: "the key is there twice" },
    ]);
    expect(violated(report)).toStrictEqual(["bundle-size"]);
    expect(report.checked).toHaveLength(2);
    expect(exitCodeOf(report)).toBe(2);
  });

  test("a change names the key that stands in the file, and shows no password", () => {
    const manifest = jobManifest();
    const text = dump({
      ...manifest,
      spec: { ...manifest.spec, flinkConfiguration: { ...manifest.spec.flinkConfiguration, "taskmanager.load-balance.mode": "NONE" } },
    });
    expect(check({ x: text }).findings).toMatchObject([
      {
        rule: "slot-balance",
        change: {
          removed: "taskmanager.load-balance.mode: NONE",
          added: expect.stringMatching(/^taskmanager\.load-balance\.mode: [A-Z]+$/),
        },
      },
    ]);
  });
});

describe("files that cannot be read", () => {
  const open = (code: string) => () => {
    throw Object.assign(new Error("secret"), { code, syscall: "open" });
  };
  const prepared = preparePack(PRODUCTION, undefined, TODAY);

  test.each([
    ["ENOENT", "there is no such file or folder", "correct the path"],
    ["EACCES", "it may not be read", "give this user the right to read it"],
    ["EIO", "it cannot be read (EIO)", "see that it is a file or a folder that can be read"],
  ])("%s", (code, problem, remedy) => {
    const good = { name: "good.yaml", open: () => [Buffer.from(jobYaml())] };
    const report = checkFiles([{ name: "bad.yaml", open: open(code) }, good], PRODUCTION, prepared);
    expect(report.errors).toStrictEqual([{ file: "bad.yaml", problem, remedy }]);
    expect(report.checked).toHaveLength(1);
  });

  test("a fault of the program is no fault of the file", () => {
    const fault = () => {
      throw new TypeError("fault");
    };
    expect(() => checkFiles([{ name: "x", open: fault }], PRODUCTION, prepared)).toThrow("fault");
  });
});

describe("what a configuration changes", () => {
  const bad = { "a.yaml": jobYaml({ maxBundleSize: "5" }) };
  const waiver = { resource: "orders", owner: "@team", reason: "until the sink is faster", expires: "2026-12-01" };

  test("a waived violation is clean, and tells who answers for it", () => {
    const report = check(bad, { "bundle-size": { waivers: [waiver] } });
    expect(report.findings).toStrictEqual([]);
    expect(report.waived).toMatchObject([
      { rule: "bundle-size", owner: "@team", reason: "until the sink is faster", expires: "2026-12-01", value: "5" },
    ]);
    expect(report.announcements).toStrictEqual([expect.stringContaining("ends in 6 days")]);
    expect(exitCodeOf(report)).toBe(0);
  });

  test("an expired waiver, and one that names nothing", () => {
    const report = check(bad, {
      "bundle-size": {
        waivers: [
          { ...waiver, expires: "2026-11-25" },
          { ...waiver, resource: "other" },
        ],
      },
    });
    expect(violated(report)).toStrictEqual(["bundle-size", "bundle-size"]);
    expect(report.announcements).toStrictEqual([expect.stringContaining("names other")]);
  });

  test("levels: advisory alone is clean", () => {
    const report = check(bad, { "bundle-size": "advisory" });
    expect(report.findings).toMatchObject([{ rule: "bundle-size", level: "advisory" }]);
    expect(exitCodeOf(report)).toBe(0);
    expect(check(bad, { "bundle-size": "disabled" }).findings).toStrictEqual([]);
  });

  test("what is not evaluated fails only where the pack is strict", () => {
    const { labels: _, ...metadata } = jobManifest().metadata;
    const files = { "a.yaml": dump({ ...jobManifest(), metadata }) };
    const lax = check(files);
    expect(lax.notEvaluated.map(({ rule }) => rule)).toContain("checkpoint-budget");
    expect(lax.notEvaluated[0]).toMatchObject({ resource: "beam/orders", file: "a.yaml", line: 1, column: 1 });
    expect(exitCodeOf(lax)).toBe(0);
    expect(exitCodeOf(check(files, { "not-evaluated": "mandatory" }))).toBe(1);
  });
});

test("no JSON as a spec makes the check throw, and YAML and JSON of it are found the same", () => {
  const spec = fc.oneof(
    fc.jsonValue(),
    fc.record({ job: fc.jsonValue(), flinkConfiguration: fc.jsonValue(), podTemplate: fc.jsonValue() }, { requiredKeys: [] }),
    fc.record({ job: fc.record({ args: fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue())) }) }),
  );
  fc.assert(
    fc.property(spec, (value) => {
      const manifest: unknown = JSON.parse(
        JSON.stringify({ apiVersion: "flink.apache.org/v1beta1", kind: "FlinkDeployment", metadata: { name: "x" }, spec: value }),
      );
      const json = check({ x: JSON.stringify(manifest) });
      expect(json.errors).toStrictEqual([]);
      const yaml = check({ x: dump(manifest, { noRefs: true }) });
      const told = (report: typeof json) => report.findings.map(({ rule, message }) => [rule, message]);
      expect(yaml.errors).toStrictEqual([]);
      expect(told(yaml)).toStrictEqual(told(json));
    }),
    { numRuns: 60 },
  );
});
