import { describe, expect, test } from "vitest";
import type { ManifestPath } from "../../../../model/index.ts";
import { readYaml } from "../../../../policies/check/source/yamlDocuments.ts";

function read(text: string, line = 1) {
  return readYaml({ bytes: Buffer.from(text), line });
}

/** `line:column` of a path. */
function locate(text: string, path: ManifestPath, line = 1): string {
  const documents = read(text, line);
  if ("problem" in documents) throw new Error(documents.problem);
  const { line: at, column } = documents[0]!.locate(path);
  return `${at}:${column}`;
}

const MANIFEST = `# comment
kind: FlinkDeployment
spec:
  job:
    args:
      - --a=1
      - "--b=2"
      - |
        --c
  "flinkConfiguration": {"x.y": 1, z: [p, q]}
  empty:
`;

describe("reading YAML", () => {
  test("takes what kubectl takes: merge keys, yes and no, empty documents", () => {
    const documents = read("---\n---\na: &a {x: yes, z: 0o7}\nb:\n  <<: *a\n  z: off\n");
    expect(documents).toMatchObject([{ value: { a: { x: true, z: 7 }, b: { x: true, z: false } } }]);
  });

  test("letters beyond ASCII and a byte order mark", () => {
    expect(read("\ufeffname: bücher\n")).toMatchObject([{ value: { name: "bücher" } }]);
  });

  test.each([
    ["a: [1\nb: 2\n", "11:1", /^this is not YAML: /],
    ["a: 1\n  b: 2\n", "11:4", /^this is not YAML: /],
    ["a: 1\nb:\n  c: 1\n  c: 2\n", "13:3", /^the key is there twice$/],
    ["a: *nowhere\n", "10:5", /^this is not YAML: unidentified alias/],
    ["a: 1\n\tb: 2\n", "11:1", /^this is not YAML: /],
  ])("tells where %j is wrong", (text, place, problem) => {
    const result = read(text, 10);
    if (!("problem" in result)) throw new Error("was read");
    expect(`${result.line}:${result.column}`).toBe(place);
    expect(result.problem).toMatch(problem);
    expect(result.remedy).not.toBe("");
  });

  test("a template of Helm is called one", () => {
    const result = read("kind: FlinkDeployment\nspec:\n  {{- toYaml .Values.spec | nindent 2 }}\n");
    expect(result).toMatchObject({ problem: "this is a template, not YAML", remedy: expect.stringContaining("helm template") });
  });

  test("is nested deeper than the rules may go", () => {
    expect(read(`a: ${"[".repeat(99)}${"]".repeat(99)}`)).toHaveLength(1);
    expect(read(`a: ${"[".repeat(100)}${"]".repeat(100)}`)).toMatchObject({ problem: "it is nested deeper than 100 levels" });
  });

  test("tells where the bytes are no UTF-8", () => {
    const bytes = Buffer.concat([Buffer.from("a: 1\nb: "), Buffer.from([0xff, 0xfe])]);
    expect(readYaml({ bytes, line: 5 })).toStrictEqual({
      line: 6,
      column: 4,
      problem: "this is not UTF-8",
      remedy: "save the file as UTF-8",
    });
  });
});

describe("the place of a path in YAML", () => {
  test.each<[ManifestPath, string]>([
    [[], "2:1"],
    [["spec"], "3:1"],
    [["spec", "job", "args"], "5:5"],
    [["spec", "job", "args", 0], "6:9"],
    [["spec", "job", "args", 1], "7:9"],
    [["spec", "job", "args", 2], "9:9"],
    [["spec", "flinkConfiguration", "x.y"], "10:26"],
    [["spec", "flinkConfiguration", "z", 1], "10:43"],
    [["spec", "empty"], "11:3"],
  ])("%j is at %s", (path, expected) => {
    expect(locate(MANIFEST, path)).toBe(expected);
  });

  test.each<[ManifestPath, string]>([
    [["spec", "job", "args", 9], "5:5"],
    [["spec", "nothing", "here"], "3:1"],
    [["nothing"], "2:1"],
    [["spec", "empty", "deeper"], "11:3"],
    [["kind", "deeper"], "2:1"],
  ])("%j is not there: the nearest around it is at %s", (path, expected) => {
    expect(locate(MANIFEST, path)).toBe(expected);
  });

  test("counts on from the first line of the piece, with any end of line", () => {
    expect(locate("---\r\na: 1\r\nb:\r\n  c: 2\r\n", ["b", "c"], 100)).toBe("103:3");
    expect(locate("a: 1\rb: 2\r", ["b"], 7)).toBe("8:1");
  });

  test("follows aliases and merge keys to the text that would have to change", () => {
    const text = "base: &base\n  x: 1\n  deep: &deep {y: 2}\njob:\n  <<: *base\n  z: *deep\nall:\n  <<: [*deep, *base]\n  x: 3\n";
    expect(locate(text, ["job", "x"])).toBe("2:3");
    expect(locate(text, ["job", "deep", "y"])).toBe("3:16");
    expect(locate(text, ["job", "z"])).toBe("6:3");
    expect(locate(text, ["job", "z", "y"])).toBe("3:16");
    expect(locate(text, ["all", "x"])).toBe("9:3");
    expect(locate(text, ["all", "y"])).toBe("3:16");
  });

  test("of several documents in one piece, each has its own places", () => {
    const documents = read("a: 1\n\ufeff---\nb: 2\n");
    if ("problem" in documents) throw new Error(documents.problem);
    expect(documents.map(({ locate: at }) => at([]).line)).toStrictEqual([1, 3]);
  });
});
