import { describe, expect, test } from "vitest";
import { imagePinned as rule } from "../../../model/rules/imagePinned.ts";
import { jobFrom, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const withImage = (image: unknown, spec: object = {}): ReturnType<typeof jobFrom> => jobFrom({ spec: { image, ...spec } });
const template = (...containers: readonly unknown[]): object => ({ spec: { containers } });
const main = (image: string): object => ({ name: "flink-main-container", image });

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["a tag", withImage("registry.example:5000/orders:1.2.0")],
    ["a digest", withImage(`orders@${DIGEST}`)],
    ["a digest beside latest", withImage(`orders:latest@${DIGEST}`)],
    ["a tag that only begins so", withImage("orders:latest2")],
    ["a tag that only ends so", withImage("orders:not-latest")],
    ["the main container's image alone", withImage(undefined, { podTemplate: template(main("orders:1")) })],
    ["Flink's setting alone", withImage(undefined, { flinkConfiguration: { "kubernetes.container.image": "orders:1" } })],
    ["a sidecar, which is not Flink", withImage("orders:1", { podTemplate: template({ name: "logs", image: "logs" }) })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    ["no tag", withImage("registry.example:5000/orders"), "image", '"registry.example:5000/orders"', { path: ["spec", "image"] }],
    ["latest", withImage("orders:latest"), "image", '"orders:latest"', { path: ["spec", "image"] }],
    ["latest of a kind", withImage("orders:latest-java11"), "image", '"orders:latest-java11"', { path: ["spec", "image"] }],
    ["a text that is no reference", withImage("orders:${TAG}"), "image", '"orders:${TAG}"', { path: ["spec", "image"] }],
    ["no image", withImage(undefined), "image", "not set", { path: ["spec", "image"] }],
    [
      "latest in Flink's setting",
      withImage("orders:1", { flinkConfiguration: { "kubernetes.container.image.ref": "orders" } }),
      "image of the Flink configuration",
      '"orders"',
      { setting: "kubernetes.container.image.ref" },
    ],
    [
      "latest in a pod template",
      withImage("orders:1", { podTemplate: template({ name: "logs", image: "logs" }, main("orders:latest")) }),
      "image of spec.podTemplate",
      '"orders:latest"',
      { path: ["spec", "podTemplate", "spec", "containers", 1, "image"] },
    ],
    [
      "latest in the TaskManagers' pod template",
      withImage("orders:1", { taskManager: { podTemplate: template(main("orders")) } }),
      "image of spec.taskManager.podTemplate",
      '"orders"',
      { path: ["spec", "taskManager", "podTemplate", "spec", "containers", 0, "image"] },
    ],
  ])("is broken by %s", (_, view, field, value, at) => {
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ field, value, at }] });
  });

  test("can require a digest", () => {
    expect(rule.evaluate(withImage(`orders:1@${DIGEST}`), { digest: true })).toEqual({ status: "compliant" });
    expect(rule.evaluate(withImage("orders:1.2.0"), { digest: true })).toMatchObject({
      status: "violated",
      findings: [{ value: '"orders:1.2.0"', limit: "a reference with a digest" }],
    });
  });

  test("counts what is certain in spite of what is unknown", () => {
    expect(rule.evaluate(withImage("orders", { podTemplate: NOT_YET }))).toMatchObject({ status: "violated" });
  });

  test.each([
    ["an unknown image", withImage(NOT_YET), ["image"]],
    ["an unknown image of a container", withImage("orders:1", { podTemplate: template(main(NOT_YET)) }), ["image of spec.podTemplate"]],
    [
      "a container whose name is unknown",
      withImage("orders:1", { podTemplate: template({ name: NOT_YET, image: "x" }) }),
      ["image of spec.podTemplate"],
    ],
    ["an unknown pod template", withImage("orders:1", { podTemplate: NOT_YET }), ["containers of the pod templates"]],
    ["an unknown container", withImage("orders:1", { podTemplate: template(NOT_YET) }), ["containers of the pod templates"]],
    ["an unknown job", UNKNOWN_JOB, ["image", "image of the Flink configuration", "containers of the pod templates"]],
  ])("is not evaluated for %s", (_, view, fields) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields });
  });
});
