import { describe, expect, test } from "vitest";
import { OPERATOR_RELEASES, operatorRelease } from "../../model/operatorReleases.ts";
import { SUPPORTED_LINES } from "../../model/compatibilityMatrix.ts";

describe("operatorRelease", () => {
  test("gives the image and every CRD of a release with its checksum", () => {
    const release = operatorRelease("1.15.0");
    expect(release.image).toBe("docker.io/apache/flink-kubernetes-operator:1.15.0");
    expect(release.crds.map((crd) => [crd.kind, crd.bytes])).toEqual([
      ["FlinkDeployment", 543_587],
      ["FlinkSessionJob", 8397],
      ["FlinkStateSnapshot", 2585],
      ["FlinkBlueGreenDeployment", 640_567],
    ]);
    expect(release.crds[0]).toEqual({
      plural: "flinkdeployments",
      kind: "FlinkDeployment",
      file: "flinkdeployments.flink.apache.org-v1.yml",
      url: "https://raw.githubusercontent.com/apache/flink-kubernetes-operator/release-1.15.0/helm/flink-kubernetes-operator/crds/flinkdeployments.flink.apache.org-v1.yml",
      sha256: "7977265fc26d5e13e46ea5a18b18ce71dc1b93a7c750d781843a7af0d1d13e47",
      bytes: 543_587,
    });
  });

  test("has no blue-green CRD before 1.14", () => {
    expect(operatorRelease("1.13.0").crds.map((crd) => crd.plural)).not.toContain("flinkbluegreendeployments");
    expect(operatorRelease("1.14.0").crds.map((crd) => crd.plural)).toContain("flinkbluegreendeployments");
  });

  test.each(OPERATOR_RELEASES)("pins every CRD of %s with a SHA-256 checksum", (version) => {
    for (const crd of operatorRelease(version).crds) expect(crd.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test("can install both supported lines", () => {
    expect(OPERATOR_RELEASES).toEqual(expect.arrayContaining(Object.values(SUPPORTED_LINES).map((line) => line.operator)));
  });

  test.each(["1.11.0", "1.15", "constructor"])("refuses %s, whose CRDs are not pinned", (version) => {
    expect(() => operatorRelease(version)).toThrow("must be one of 1.10.0, 1.13.0, 1.14.0, 1.15.0 to be installed");
  });
});
