import { describe, expect, test } from "vitest";
import { COMPATIBILITY_MATRIX } from "../../model/compatibilityMatrix.ts";
import { FileSystem, fileSystemPlugin, POD_IDENTITY_SDKS, requirePodIdentity, supportsPodIdentity } from "../../model/fileSystem.ts";
import { resolveVersions } from "../../model/versions.ts";

const versions = (flink: string) => resolveVersions({ flink });

describe("fileSystemPlugin", () => {
  test("names the jar of the job's exact release of Flink", () => {
    expect(fileSystemPlugin(FileSystem.GsHadoop, versions("2.2.1"))).toBe("flink-gs-fs-hadoop-2.2.1.jar");
  });

  test("refuses a file system that is not in the image", () => {
    expect(() => Reflect.apply(fileSystemPlugin, undefined, ["s3-fs-presto", versions("2.2.1")])).toThrow(
      'storage.fileSystem is "s3-fs-presto": must be one of s3-fs-hadoop, gs-fs-hadoop.',
    );
  });
});

describe("EKS Pod Identity in Flink's S3 plugin", () => {
  test("is known for each Flink line of the compatibility matrix", () => {
    expect(POD_IDENTITY_SDKS.map(({ line }) => line)).toEqual(COMPATIBILITY_MATRIX.flink.map(({ line }) => line));
  });

  test("comes with an SDK from 1.12.746 on", () => {
    for (const { sdk } of POD_IDENTITY_SDKS) expect(sdk.localeCompare("1.12.746", "en", { numeric: true })).toBeGreaterThanOrEqual(0);
  });

  test.each([
    ["1.19.0", false],
    ["1.19.1", false],
    ["1.19.2", true],
    ["1.19.10", true],
    ["1.20.0", false],
    ["1.20.1", true],
    ["1.20", true],
    ["2.0.0", true],
    ["2.2.1", true],
  ])("with Flink %s is %s", (flink, expected) => {
    expect(supportsPodIdentity(versions(flink))).toBe(expected);
  });

  test("is not taken for granted in a line that nobody looked into", () => {
    expect(supportsPodIdentity({ ...versions("2.2.1"), flink: "2.9.0", flinkLine: "2.9" })).toBe(false);
  });

  test("is refused with the release from which on it works", () => {
    expect(() => requirePodIdentity(versions("1.20.0"), "s3.identity", "pod-identity")).toThrow(
      's3.identity is "pod-identity": needs Flink 1.20.1 or later, this is 1.20.0: the AWS SDK in its S3 plugin does not know EKS Pod Identity. Raise Flink, or use "irsa".',
    );
    expect(() => requirePodIdentity(versions("1.20.1"), "s3.identity", "pod-identity")).not.toThrow();
  });
});
