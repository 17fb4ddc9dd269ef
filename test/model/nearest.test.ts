import { expect, test } from "vitest";
import { nearest } from "../../model/nearest.ts";

const KEYS = ["preset", "tags", "cluster", "platform", "versions", "jobs", "jobNamespaces"];

test.each([
  ["clutser", "cluster"],
  ["cluter", "cluster"],
  ["custer", "cluster"],
  ["clusterr", "cluster"],
  ["version", "versions"],
  ["job", "jobs"],
  ["Tags", "tags"],
  ["jobnamespace", "jobNamespaces"],
])("%s is close to %s", (word, meant) => expect(nearest(word, KEYS)).toBe(meant));

test("the closest of several is taken", () => {
  expect(nearest("maxNode", ["minNodes", "maxNodes"])).toBe("maxNodes");
});

test.each(["operator", "x", "", "jbos-and-more", "tgsa"])("%j is close to none", (word) => expect(nearest(word, KEYS)).toBeUndefined());

test("of no words none is close", () => {
  expect(nearest("cluster", [])).toBeUndefined();
});
