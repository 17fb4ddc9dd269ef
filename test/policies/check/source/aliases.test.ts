import { parseEvents } from "js-yaml";
import { describe, expect, test } from "vitest";
import { aliasProblem } from "../../../../policies/check/source/aliases.ts";
import { readYaml } from "../../../../policies/check/source/yamlDocuments.ts";
import { check } from "../checked.ts";

const problem = (text: string) => aliasProblem(parseEvents(text, {}), text);

/** Each line stands for nine of the line before it. */
function laughs(lines: number): string {
  const nine = (name: string) => `[${Array.from({ length: 9 }, () => name).join(", ")}]`;
  return ["l0: &l0 ha", ...Array.from({ length: lines }, (_, index) => `l${index + 1}: &l${index + 1} ${nine(`*l${index}`)}`)].join("\n");
}

describe("aliases", () => {
  test("those of people are taken", () => {
    expect(problem("a: 1\n")).toBeUndefined();
    expect(problem("base: &base {x: 1}\none: {<<: *base}\ntwo: [*base, *base]\n---\n&base a: *base\n")).toBeUndefined();
    expect(problem(laughs(4))).toBeUndefined();
  });

  test.each([
    ["a: &a [1, *a]\n", 10],
    ["spec: &s\n  job: {args: [x]}\n  more: {deep: [*s]}\n", 44],
    ["a: &a 1\nb: &a {x: *a}\n", 18],
  ])("one inside of what it stands for is refused: %j", (text, offset) => {
    expect(problem(text)).toMatchObject({ offset, problem: "the alias stands inside of what it stands for" });
  });

  test("a short document that stands for gigabytes is refused, at the alias that is too much", () => {
    expect(problem(laughs(9))).toMatchObject({ problem: "the aliases up to here stand for more than 4 MiB, which no cluster takes" });
    const long = `text: &text ${"x".repeat(100_000)}\nargs: [${"*text, ".repeat(50)}]\n`;
    expect(problem(long)).toBeDefined();
  });

  test("each document has its own", () => {
    const half = `t: &t ${"x".repeat(300_000)}\nl: [${"*t, ".repeat(8)}]\n`;
    expect(problem(half)).toBeUndefined();
    expect(problem(`${half}---\n${half}`)).toBeUndefined();
  });

  test("the check tells line and column, and checks the rest", () => {
    const job = `kind: FlinkDeployment\nmetadata: {name: x}\nspec:\n  job: {}\n  flinkConfiguration: &c {a: *c}\n`;
    const report = check({ "x.yaml": `${job}---\nkind: Service\n` });
    expect(report.errors).toMatchObject([{ file: "x.yaml", line: 5, column: 30 }]);
    expect(report.passedOver).toEqual({ Service: 1 });
  });

  test("a name that no anchor has is told as before", () => {
    const read = readYaml({ bytes: Buffer.from("a: *nowhere\n"), line: 1 });
    expect(read).toMatchObject({ problem: expect.stringContaining("unidentified alias") });
  });
});
