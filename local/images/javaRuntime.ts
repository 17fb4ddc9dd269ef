/**
 * The lowest layer of the Java images: a Java runtime made by jlink from the JDK on PATH, the C libraries it and Flink's
 * native libraries need, and busybox for a shell. About 120 MB, where a Debian base with a JRE is 300 MB.
 */
import { chmod, copyFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { cached } from "../support/cache.ts";
import { UserError } from "../support/errors.ts";
import { run } from "../support/run.ts";
import type { Step } from "../support/step.ts";
import type { Layer } from "./imageArchive.ts";
import { findProgram } from "./programs.ts";

/** Where the runtime is in the image. */
export const JAVA_HOME = "/opt/java";

/** The user that Flink's and the operator's official images run as, too. */
export const FLINK_UID = 9999;

/** The Java release that the projects in local/java are compiled for. */
const OLDEST_JDK = 17;

/** What Flink, Beam and the operator use beyond `java.base`; found by running them. */
const MODULES = [
  "java.se", // all of the Java SE API: libraries reach for JNDI, java.sql.Timestamp, java.beans
  "jdk.crypto.ec", // elliptic curves for TLS, to the API server and to buckets
  "jdk.httpserver", // the Prometheus reporter serves its metrics with it
  "jdk.management", // Flink's memory and garbage collection metrics
  "jdk.management.agent", // JMX, for a profiler
  "jdk.naming.dns", // Netty's and JNDI's name lookups
  "jdk.net", // TCP keep-alive options, of HTTP clients
  "jdk.security.auth", // Hadoop, inside the S3 file system, asks for the Unix user with it
  "jdk.unsupported", // sun.misc.Unsafe: Flink's managed memory, Netty, protobuf
  "jdk.zipfs", // file systems over jars
  "jdk.jcmd", // jstack and jmap, to look into a running pod
  "jdk.jfr", // flight recordings
];

/** glibc with name resolution (loaded at run time, so no linker names it), and what RocksDB, snappy and zstd are linked to. */
const LIBRARIES = [
  "libc.so.6",
  "libm.so.6",
  "libdl.so.2",
  "libpthread.so.0",
  "librt.so.1",
  "libresolv.so.2",
  "libnss_dns.so.2",
  "libnss_files.so.2",
  "libstdc++.so.6",
  "libgcc_s.so.1",
  "libz.so.1",
];

/** The dynamic loader: its file name, and where every program expects it. */
const LOADERS: Readonly<Record<string, { readonly name: string; readonly folder: string }>> = {
  x64: { name: "ld-linux-x86-64.so.2", folder: "lib64" },
  arm64: { name: "ld-linux-aarch64.so.1", folder: "lib" },
};

const ACCOUNTS = {
  passwd: `root:x:0:0:root:/root:/bin/sh\nflink:x:${FLINK_UID}:${FLINK_UID}:flink:/opt/flink:/bin/sh\n`,
  group: `root:x:0:\nflink:x:${FLINK_UID}:\n`,
  "nsswitch.conf": "hosts: files dns\n",
};

/** What identifies the JDK that the runtime is made from: its vendor, version and platform, as its `release` file states them. */
export async function jdkRelease(step: Step): Promise<string> {
  const home = await jdkHome(step);
  const release = await readFile(path.join(home, "release"), "utf8");
  const version = /^JAVA_VERSION="((\d+).*)"$/m.exec(release);
  if (Number(version?.[2]) >= OLDEST_JDK) return release;
  throw new UserError(
    `the JDK in ${home} is ${version?.[1] ?? "of an unknown version"}, but the images need ${OLDEST_JDK} or later: ` +
      `put a newer one first on PATH (on Debian and Ubuntu: openjdk-17-jdk-headless).`,
  );
}

/** The layer; made once per JDK. */
export async function javaRuntimeLayer(step: Step): Promise<Layer> {
  const home = await jdkHome(step);
  const dir = await cached("java-runtime", { files: [import.meta.filename], values: [await jdkRelease(step)] }, step, async (root) => {
    await linkRuntime(path.join(home, "bin", "jlink"), path.join(root, JAVA_HOME), step);
    await copyLibraries(root, step);
    await addBusybox(root, step);
    await addAccounts(root);
  });
  return { dir };
}

async function jdkHome(step: Step): Promise<string> {
  return path.dirname(path.dirname(await findProgram("jlink", step)));
}

async function linkRuntime(jlink: string, target: string, step: Step): Promise<void> {
  step.report("making a Java runtime with jlink");
  await mkdir(path.dirname(target), { recursive: true });
  const content = ["--add-modules", MODULES.join(","), "--strip-debug", "--no-man-pages", "--no-header-files"];
  await run(jlink, [...content, "--output", target], step);
  // The archive of the JDK's own classes; it makes every start of a JVM about half a second shorter.
  await run(path.join(target, "bin", "java"), ["-Xshare:dump"], step);
}

async function copyLibraries(root: string, step: Step): Promise<void> {
  const loader = LOADERS[process.arch];
  if (loader === undefined) {
    throw new UserError(
      `images can be built on ${Object.keys(LOADERS).join(" and ")}, not on ${process.arch}: use a machine of one of these kinds.`,
    );
  }
  const known = await knownLibraries(step);
  for (const name of LIBRARIES) await copyIn(root, find(known, name));
  const file = find(known, loader.name);
  await copyIn(root, file);
  await copyIn(root, file, path.join("/", loader.folder, loader.name));
}

/** Path by name, of the libraries of this machine's kind. */
async function knownLibraries(step: Step): Promise<ReadonlyMap<string, string>> {
  const kind = process.arch === "x64" ? "x86-64" : "AArch64";
  const list = await run("/sbin/ldconfig", ["-p"], step);
  const entries = [...list.matchAll(/^\s*(\S+) \((\S.*)\) => (\S+)$/gm)].filter((entry) => entry[2]?.includes(kind));
  // The first one of a name is the one that the loader takes.
  return new Map(entries.toReversed().map((entry) => [entry[1] ?? "", entry[3] ?? ""]));
}

function find(known: ReadonlyMap<string, string>, name: string): string {
  const file = known.get(name);
  if (file === undefined)
    throw new UserError(`this machine has no ${name}, which the images need: install glibc's and GCC's run-time libraries.`);
  return file;
}

/** Copies a file to the same place below `root`, or to `target` below it. */
async function copyIn(root: string, file: string, target = file): Promise<void> {
  const copy = path.join(root, target);
  await mkdir(path.dirname(copy), { recursive: true });
  await copyFile(file, copy);
  await chmod(copy, 0o755);
}

/** busybox as `/bin/busybox`, and a link for each of its tools. */
export async function addBusybox(root: string, step: Step): Promise<void> {
  const busybox = await findProgram("busybox", step);
  await copyIn(root, busybox, "/bin/busybox");
  const tools = (await run(busybox, ["--list"], step)).split("\n").filter((tool) => tool !== "" && tool !== "busybox");
  for (const tool of tools) await symlink("busybox", path.join(root, "bin", tool));
  if (!tools.includes("sh")) throw new UserError(`${busybox} has no shell: install the package busybox-static.`);
}

/** The users, and /tmp, which is writable by all as everywhere. */
export async function addAccounts(root: string): Promise<void> {
  await mkdir(path.join(root, "etc"), { recursive: true });
  for (const [name, text] of Object.entries(ACCOUNTS)) await writeFile(path.join(root, "etc", name), text, { mode: 0o644 });
  await mkdir(path.join(root, "tmp"));
  await chmod(path.join(root, "tmp"), 0o1777);
}
