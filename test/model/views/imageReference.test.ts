import { describe, expect, test } from "vitest";
import { flinkLineOfImage, readImageReference } from "../../../model/views/imageReference.ts";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("readImageReference", () => {
  test.each([
    ["flink", { repository: "flink" }],
    ["team/orders:1.2.0", { repository: "team/orders", tag: "1.2.0" }],
    ["registry.example:5000/orders", { repository: "registry.example:5000/orders" }],
    ["registry.example:5000/team/orders:1", { repository: "registry.example:5000/team/orders", tag: "1" }],
    [`orders@${DIGEST}`, { repository: "orders", digest: DIGEST }],
    [`orders:1.2.0@${DIGEST}`, { repository: "orders", tag: "1.2.0", digest: DIGEST }],
  ])("reads %s", (text, reference) => {
    expect(readImageReference(text)).toEqual(reference);
  });

  test.each(["", " ", "orders:", "orders:${TAG}", "orders@sha256:abc", "Orders:1", "orders:1 ", `orders:${"1".repeat(129)}`])(
    'does not take "%s" for a reference',
    (text) => {
      expect(readImageReference(text)).toBeUndefined();
    },
  );
});

describe("flinkLineOfImage", () => {
  test.each([
    ["flink:1.19.1-java11", "1.19"],
    ["flink:2.2", "2.2"],
    ["docker.io/library/flink:1.20.5-scala_2.12-java17", "1.20"],
    ["mirror.example/apache/flink:2.0.2", "2.0"],
    ["ghcr.io/acme/flink:1.19.1-java11", "1.19"],
    ["acme/orders:7-flink1.19", "1.19"],
    ["acme/orders:2.77.0-flink-2.2.1", "2.2"],
    ["acme/orders-flink-1.20:7", "1.20"],
    ["apache/beam_flink1.19_job_server:2.70.0", "1.19"],
  ])("is in %s", (image, line) => {
    expect(flinkLineOfImage(readImageReference(image) ?? { repository: "" })).toBe(line);
  });

  test.each([
    ["an image's own version", "acme/orders:1.19.0"],
    ["an image's own version, of one that is called flink", "acme/flink:3.1.0"],
    ["a name that only ends in flink", "acme/orders-flink:1.19.0"],
    ["another product of Flink", "apache/flink-kubernetes-operator:1.15.0"],
    ["no tag", "flink"],
    ["a tag that names no line", "flink:latest"],
  ])("is not in %s", (_, image) => {
    expect(flinkLineOfImage(readImageReference(image) ?? { repository: "" })).toBeUndefined();
  });
});
