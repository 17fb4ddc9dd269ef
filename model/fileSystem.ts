/** Flink's file systems for buckets: the plugins of the official image, and what the AWS SDK inside the S3 one can do. */
import { ArgumentError } from "./argumentError.ts";
import { oneOf } from "./oneOf.ts";
import { parseVersion } from "./versionNumber.ts";
import type { Versions } from "./versions.ts";

/** File systems whose plugins are in `/opt/flink/opt` of the official image. */
export const FileSystem = {
  /** `s3://` by Hadoop's S3A: checkpoints and, unlike the Presto one, FileSink. */
  S3Hadoop: "s3-fs-hadoop",
  /** `gs://`. */
  GsHadoop: "gs-fs-hadoop",
} as const;
export type FileSystem = (typeof FileSystem)[keyof typeof FileSystem];

/** Environment variable by which the official image's entry script enables plugins. */
export const BUILT_IN_PLUGINS = "ENABLE_BUILT_IN_PLUGINS";

/** Name of the plugin's jar. It holds the exact release of Flink: another one is not in the image, and the pod ends at once. */
export function fileSystemPlugin(fileSystem: FileSystem, versions: Versions): string {
  return `flink-${oneOf(fileSystem, FileSystem, "storage.fileSystem")}-${versions.flink}.jar`;
}

/** The AWS SDK in `flink-s3-fs-hadoop` of one Flink line. */
export interface S3PluginSdk {
  /** `major.minor` of Flink. */
  readonly line: string;
  /** First release of the line with that SDK. */
  readonly since: string;
  /** Version of the AWS SDK for Java. */
  readonly sdk: string;
}

/**
 * The first release of each line that has an SDK with EKS Pod Identity, which came with 1.12.746. Releases before it have
 * 1.12.319. Both are SDK 1 under hadoop-aws 3.3.4, so the classes of credentials providers have one name in all lines.
 *
 * Sources: META-INF/NOTICE in the jars of 1.19.0, 1.19.2, 1.19.3, 1.20.0, 1.20.1, 2.0.0, 2.1.0, 2.1.1 and 2.2.0;
 * FLINK-36643; EKS User Guide, "Use pod identity with the AWS SDK".
 */
export const POD_IDENTITY_SDKS: readonly S3PluginSdk[] = [
  { line: "1.19", since: "1.19.2", sdk: "1.12.779" },
  { line: "1.20", since: "1.20.1", sdk: "1.12.779" },
  { line: "2.0", since: "2.0.0", sdk: "1.12.779" },
  { line: "2.1", since: "2.1.0", sdk: "1.12.779" },
  { line: "2.2", since: "2.2.0", sdk: "1.12.779" },
];

/** True if Flink's S3 plugin can use EKS Pod Identity. */
export function supportsPodIdentity(versions: Versions): boolean {
  const since = POD_IDENTITY_SDKS.find(({ line }) => line === versions.flinkLine)?.since;
  return since !== undefined && patchOf(versions.flink) >= patchOf(since);
}

/** Refuses `field` where Flink's S3 plugin cannot use EKS Pod Identity. */
export function requirePodIdentity(versions: Versions, field: string, value: unknown): void {
  if (supportsPodIdentity(versions)) return;
  const since = POD_IDENTITY_SDKS.find(({ line }) => line === versions.flinkLine)?.since;
  throw new ArgumentError({
    field,
    value,
    rule: `needs Flink ${since ?? "of a line in POD_IDENTITY_SDKS"} or later, this is ${versions.flink}: the AWS SDK in its S3 plugin does not know EKS Pod Identity`,
    remedy: 'Raise Flink, or use "irsa".',
  });
}

const patchOf = (version: string) => parseVersion(version, "version").patch ?? 0;
