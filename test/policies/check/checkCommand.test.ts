import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inputFiles } from "../../../policies/check/inputFiles.ts";
import { jobYaml } from "./checked.ts";

const CLI = path.join(import.meta.dirname, "..", "..", "..", "cli", "main.ts");
const BAD = jobYaml({ maxBundleSize: "5" });

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "beam-flink-check-"));
  const files = {
    "good/a.yaml": jobYaml(),
    "good/deep/b.yml": jobYaml(),
    "good/deep/c.json": '{"kind": "Service"}',
    "good/.hidden/x.yaml": "a: [",
    "good/node_modules/y.yaml": "a: [",
    "good/README.md": "a: [",
    "bad/a.yaml": BAD,
    "broken/a.yaml": "a: 1\nb: {\n",
    "broken/b.yaml": "a: 1\na: 2\n",
    "broken/c.yaml": BAD,
    "empty/values.yaml": "replicas: 1\n",
    "advisory.json": '{"bundle-size": "advisory"}',
    "strict.json": '{"not-evaluated": "mandatory"}',
    "typo.json": '{"bundel-size": "advisory"}',
    "broken.json": "{",
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(parameters: readonly string[], input = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...parameters], { cwd: folder, input, encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("beam-flink check", () => {
  test("0: clean; a folder is searched, hidden folders and installed packages are not", () => {
    const { status, stdout, stderr } = run(["check", "good"]);
    expect(stdout).toContain("passed beam-flink-production: 2 jobs checked, 0 violations");
    expect({ status, stderr }).toStrictEqual({ status: 0, stderr: "" });
  });

  test("1: violations", () => {
    const { status, stdout, stderr } = run(["check", "good", "bad", "--format", "json"]);
    expect({ status, stderr }).toStrictEqual({ status: 1, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ findings: [{ rule: "bundle-size", file: "bad/a.yaml" }], checked: 3 });
  });

  test("2: bad input, all of it told, and the rest checked", () => {
    const { status, stdout, stderr } = run(["check", "broken", "nowhere"]);
    expect(status).toBe(2);
    expect(stderr.trimEnd().split("\n")).toStrictEqual([
      "nowhere: there is no such file or folder: correct the path",
      expect.stringMatching(/^broken\/a\.yaml:\d+:\d+: this is not YAML: /),
      "broken/b.yaml:2:1: the key is there twice: remove one of the two",
    ]);
    expect(stdout).toContain("mandatory bundle-size");
  });

  test("0: a folder without a job says so", () => {
    const { status, stdout } = run(["check", "empty"]);
    expect(status).toBe(0);
    expect(stdout).toContain("There is no FlinkDeployment with a job here.");
  });

  test("the standard input, beside a file", () => {
    const { status, stdout } = run(["check", "-", "good/a.yaml"], BAD);
    expect(status).toBe(1);
    expect(stdout).toContain("<stdin>:");
    expect(stdout).toContain("2 jobs checked");
    expect(run(["check", "-"]).status).toBe(0);
  });

  test("a configuration: levels, and strictness", () => {
    expect(run(["check", "bad", "--config", "advisory.json"]).status).toBe(0);
    const withoutFacts = BAD.replaceAll(/^ +beam-flink\/.*\n/gm, "").replace("--maxBundleSize=5", "--maxBundleSize=10000");
    expect(run(["check", "-"], withoutFacts).status).toBe(0);
    expect(run(["check", "-", "--config", "strict.json"], withoutFacts).status).toBe(1);
  });

  test("a pack, and every format", () => {
    expect(run(["check", "bad", "--pack", "baseline"]).stdout).toContain("failed beam-flink-baseline");
    const formats = { text: /^beam\/orders/, json: /^\{/, markdown: /^## /, sarif: /"2\.1\.0"/, junit: /^<\?xml/ };
    for (const [format, expected] of Object.entries(formats)) {
      const { status, stdout } = run(["check", "bad", `--format=${format}`]);
      expect(status).toBe(1);
      expect(stdout).toMatch(expected);
    }
  });

  test.each([
    [["check"], /FILE is not set: is needed/],
    [["check", "good", "--fromat", "json"], /Did you mean --format\?/],
    [["check", "good", "--format", "jsn"], /must be one of text, json, markdown, sarif, junit\. Did you mean json\?/],
    [["check", "good", "--pack", "strict"], /must be one of baseline, production/],
    [["check", "good", "--config"], /--config is not set: needs a value/],
    [["check", "good", "--pack", "--format", "json"], /--pack is "--format": needs a value/],
    [["check", "good", "--help=yes"], /--help is "yes": takes no value/],
    [["check", "good", "--config", "nowhere.json"], /--config is "nowhere\.json": there is no such file/],
    [["check", "good", "--config", "broken.json"], /--config is "broken\.json": must be JSON/],
    [["check", "good", "--config", "typo.json"], /Did you mean bundle-size\?/],
    [["chek"], /there is no command "chek"/],
    [[], /beam-flink COMMAND/],
  ])("2: %j", (parameters, message) => {
    const { status, stdout, stderr } = run(parameters);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n +at /);
    expect({ status, stdout }).toStrictEqual({ status: 2, stdout: "" });
  });

  test("0: help", () => {
    for (const parameters of [["--help"], ["check", "--help"], ["check", "-h"]]) {
      const { status, stdout } = run(parameters);
      expect(status).toBe(0);
      expect(stdout).toMatch(/^beam-flink /);
    }
  });

  test("a reader that ends early is no fault", () => {
    const many = Array.from({ length: 400 }, (_, index) => jobYaml({ maxBundleSize: "5" }, `job-${index}`)).join("---\n");
    const command = `"${process.execPath}" "${CLI}" check - | head -n 1`;
    const { stdout, stderr } = spawnSync("sh", ["-c", command], { cwd: folder, input: many, encoding: "utf8" });
    expect({ lines: stdout.split("\n").length, stderr }).toStrictEqual({ lines: 2, stderr: "" });
  });
});

describe("the files that are read", () => {
  const names = (...parameters: string[]) =>
    inputFiles(parameters.map((one) => path.join(folder, one))).files.map(({ name }) => path.relative(folder, name));

  test("come in the order of names, each once", () => {
    expect(names("good")).toStrictEqual(["good/a.yaml", "good/deep/b.yml", "good/deep/c.json"]);
    expect(names("good/a.yaml", "good", "good/README.md")).toStrictEqual([
      "good/a.yaml",
      "good/deep/b.yml",
      "good/deep/c.json",
      "good/README.md",
    ]);
  });

  test("are named as they were written, or from where the check runs", () => {
    expect(inputFiles(["package.json", path.resolve("package.json")]).files.map(({ name }) => name)).toStrictEqual(["package.json"]);
    expect(inputFiles([path.resolve("package.json")]).files.map(({ name }) => name)).toStrictEqual(["package.json"]);
    const outside = path.join(folder, "good", "a.yaml");
    expect(inputFiles([outside]).files.map(({ name }) => name)).toStrictEqual([outside]);
  });

  test("links to files are followed, links to folders are not", () => {
    mkdirSync(path.join(folder, "links"));
    symlinkSync("../good/a.yaml", path.join(folder, "links", "a.yaml"));
    symlinkSync(".", path.join(folder, "links", "circle.yaml"));
    symlinkSync("nowhere", path.join(folder, "links", "nowhere.yaml"));
    const { files, errors } = inputFiles([path.join(folder, "links")]);
    expect(files.map(({ name }) => path.basename(name))).toStrictEqual(["a.yaml"]);
    expect(errors).toMatchObject([{ file: path.join(folder, "links", "nowhere.yaml"), problem: "there is no such file or folder" }]);
  });
});
