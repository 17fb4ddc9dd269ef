/** The pack as a whole: rules of beam-flink as we want them, and our own. Run it by `npm test`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PRODUCTION } from "beam-flink/policies";
import { PACK } from "../pack.ts";

const entry = (id: string) => PACK.jobs.find(({ rule }) => rule.id === id);

test("every rule of the production pack is in it", () => {
  for (const { rule } of PRODUCTION.jobs) assert.ok(entry(rule.id), rule.id);
  assert.deepEqual(PACK.buckets.length, PRODUCTION.buckets.length);
  assert.deepEqual(PACK.clusters.length, PRODUCTION.clusters.length);
});

test("our own rule stops an update", () => {
  assert.equal(entry("image-registry")?.level, "mandatory");
});

test("rules are as strict as we decided", () => {
  assert.equal(entry("image-pinned")?.level, "mandatory");
  assert.deepEqual(entry("bundle-size")?.parameters, { maximum: 50_000 });
});
