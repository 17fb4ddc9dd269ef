/** The rule on manifests as Kubernetes has them. Run it by `npm test`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findingMessage, readJobView } from "beam-flink/model";
import { imageRegistry } from "../rules/imageRegistry.ts";

const evaluate = (image?: string) =>
  imageRegistry.evaluate(readJobView({ metadata: { name: "orders" }, spec: { image, job: {} } }), {
    registries: ["registry.example.com/"],
  });

test("an image from the registry is compliant", () => {
  assert.deepEqual(evaluate("registry.example.com/orders:1.0.0"), { status: "compliant" });
});

test("an image from elsewhere is a violation that says what to do", () => {
  const result = evaluate("docker.io/someone/orders:1.0.0");
  assert.ok(result.status === "violated");
  assert.equal(
    result.findings.map(findingMessage).join(),
    "image is docker.io/someone/orders:1.0.0; the limit is an image from registry.example.com/: push the image there, and give its name in that registry",
  );
});

test("without registries nothing is judged", () => {
  assert.equal(imageRegistry.evaluate(readJobView({ spec: { image: "docker.io/someone/orders:1.0.0" } })).status, "compliant");
});

test("a job without an image is a violation", () => {
  assert.equal(evaluate().status, "violated");
});
