import { describe, expect, test } from "vitest";
import type { GraphResource } from "../../local/offline/resourceGraph.ts";
import { graphDifference } from "./graphDifference.ts";

const bucket = (more: Partial<GraphResource> = {}): GraphResource => ({
  type: "aws:s3/bucket:Bucket",
  name: "state",
  parent: "Stack app",
  inputs: { bucket: "state", tags: { team: "a" }, rules: [{ days: 1 }, { days: 2 }] },
  ...more,
});

describe("the difference of two resource graphs", () => {
  test("is none between equal ones", () => {
    expect(graphDifference([bucket()], [bucket()])).toBeUndefined();
  });

  test("names what was added and removed, with the parent", () => {
    const [old, now] = [bucket({ name: "old" }), bucket({ name: "new" })];
    expect(graphDifference([bucket(), old], [bucket(), now])).toBe(
      "added    aws:s3/bucket:Bucket new, below Stack app\nremoved  aws:s3/bucket:Bucket old, below Stack app",
    );
  });

  test("is another resource below another parent", () => {
    expect(graphDifference([bucket()], [bucket({ parent: "Platform p" })])).toMatch(
      /^added .*below Platform p\nremoved .*below Stack app$/,
    );
  });

  test("gives each changed field with its path, its old and its new value", () => {
    const inputs = { bucket: "state", tags: { team: "b", cost: 1 }, rules: [{ days: 3 }] };
    expect(graphDifference([bucket({ protect: true })], [bucket({ inputs, dependsOn: ["Key key"] })])?.split("\n")).toEqual([
      "changed  aws:s3/bucket:Bucket state, below Stack app",
      '    inputs.tags.team: "a" -> "b"',
      "    inputs.tags.cost: (nothing) -> 1",
      "    inputs.rules[0].days: 1 -> 3",
      '    inputs.rules[1]: {"days":2} -> (nothing)',
      "    protect: true -> (nothing)",
      '    dependsOn: (nothing) -> ["Key key"]',
    ]);
  });

  test("compares lists of texts by item, and sees another order", () => {
    const waitingFor = (...dependsOn: string[]) => [bucket({ dependsOn })];
    expect(
      graphDifference(waitingFor("a", "b", "c"), waitingFor("x", "a", "c"))
        ?.split("\n")
        .slice(1),
    ).toEqual(['    dependsOn: without "b"', '    dependsOn: with "x"']);
    expect(graphDifference(waitingFor("a", "b"), waitingFor("b", "a"))).toContain('dependsOn: ["a","b"] -> ["b","a"]');
    expect(graphDifference(waitingFor("a"), waitingFor("a", "a"))).toContain('dependsOn: ["a"] -> ["a","a"]');
  });

  test("cuts long values, and sees a change behind the cut", () => {
    const long = (end: string) => bucket({ inputs: { text: "x".repeat(1000) + end } });
    const difference = graphDifference([long("a")], [long("b")]) ?? "";
    expect(difference).toContain('inputs.text: "xxx');
    expect(difference.length).toBeLessThan(500);
  });
});
