/**
 * The content-addressed cache: what takes long to make is kept under a key made of all it is made of.
 *
 * An entry is a folder `<root>/<kind>/<key>`. It is made beside its place and renamed when whole, so an
 * interrupted build leaves no half entry, and two processes that want the same entry make it once.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rename, rm, rmdir, stat, utimes } from "node:fs/promises";
import { homedir } from "node:os";
import * as path from "node:path";
import { explainDisk } from "./diskTroubles.ts";
import { givenFolder } from "./givenFolder.ts";
import { withLock } from "./lock.ts";
import type { Step } from "./step.ts";

/** Names in a folder of entries: an entry, the lock of one, one being made. */
const ENTRY = /^(?:[0-9a-f]{16}(?:\.lock)?|making-\w+)$/;

/**
 * Every folder in the cache, and which names in it are the project's. A purge and the pruning remove these only: a person
 * may set the cache to a folder with a `go` of its own.
 */
const FOLDERS = {
  crds: ENTRY,
  go: ENTRY,
  "go-toolchain": ENTRY,
  images: ENTRY,
  java: ENTRY,
  "java-runtime": ENTRY,
  /** The published package, as tests install it. */
  package: ENTRY,
  pulumi: ENTRY,
  python: ENTRY,
  /** The lock for choosing a network, an empty folder. */
  "network.lock": /^$/,
  /** A PULUMI_HOME, for plugins; the CLI decides what else is in it. */
  "pulumi-home": /^/,
  refused: /^[\w.-]+\.txt$/,
} as const;

export type CacheFolder = keyof typeof FOLDERS;

/** Folders of entries. */
export type CacheKind = Exclude<CacheFolder, "network.lock" | "pulumi-home" | "refused">;

/** `$BEAM_FLINK_CACHE`, else `beam-flink` under `$XDG_CACHE_HOME` or `~/.cache`. */
export function cacheRoot(): string {
  const { BEAM_FLINK_CACHE, XDG_CACHE_HOME } = process.env;
  return givenFolder(BEAM_FLINK_CACHE || path.join(XDG_CACHE_HOME || path.join(homedir(), ".cache"), "beam-flink"));
}

/** A folder in the cache; not made yet, perhaps. */
export function cacheFolder(name: CacheFolder): string {
  return path.join(cacheRoot(), name);
}

/** Removes what the project has made in the cache, and the cache's folder when nothing else is in it; returns that folder. */
export async function purgeCache(): Promise<string> {
  const root = cacheRoot();
  for (const [name, ours] of Object.entries(FOLDERS)) {
    const folder = path.join(root, name);
    for (const found of existsSync(folder) ? await readdir(folder) : []) {
      if (ours.test(found)) await rm(path.join(folder, found), { recursive: true, force: true });
    }
    await removeIfEmpty(folder);
  }
  await removeIfEmpty(root);
  return root;
}

async function removeIfEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
    // Somebody's files, none at all, or a link that somebody has made.
    if (!["ENOTEMPTY", "EEXIST", "ENOENT", "ENOTDIR"].includes(error.code ?? "")) throw error;
  });
}

export interface CacheKey {
  /** Files whose content decides what the entry holds. */
  readonly files?: readonly string[];
  /** Versions, flags and other texts that decide it too. */
  readonly values?: readonly string[];
}

/** The first 16 hexadecimal digits of the key's SHA-256: 64 bits, far more than the entries there will be. */
export async function keyOf({ files = [], values = [] }: CacheKey): Promise<string> {
  const hash = createHash("sha256");
  for (const value of values) hash.update(`${Buffer.byteLength(value)} ${value}\n`);
  for (const file of files) {
    const content = await readFile(file);
    hash.update(`${path.basename(file)} ${content.length}\n`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

/** The folder of the entry; `build` fills it when it is not there yet. */
export async function cached(kind: CacheKind, key: CacheKey, step: Step, build: (dir: string) => Promise<void>): Promise<string> {
  const parent = cacheFolder(kind);
  const entry = path.join(parent, await keyOf(key));
  if (existsSync(entry)) {
    const now = new Date();
    await utimes(entry, now, now).catch(() => {}); // its last use; a read-only cache serves all the same
    return entry;
  }
  try {
    return await withLock(entry, `an entry of ${parent}`, step, async () => {
      if (!existsSync(entry)) await make(entry, build);
      return entry;
    });
  } catch (error) {
    throw explainDisk(error, parent);
  }
}

async function make(entry: string, build: (dir: string) => Promise<void>): Promise<void> {
  const parent = path.dirname(entry);
  await prune(parent);
  const dir = await mkdtemp(path.join(parent, "making-"));
  try {
    await build(dir);
    await rename(dir, entry);
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    // One that lost its lock may find the entry made by another.
    if (!existsSync(entry)) throw error;
  }
}

/**
 * Entries that nobody has used for so long are removed when another of their kind is made: each change of a source leaves one
 * behind. Nothing that runs depends on an entry: the embedded cluster has its programs in the state folder.
 */
const UNUSED_MS = 14 * 24 * 3_600_000;

async function prune(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!ENTRY.test(name) || name.endsWith(".lock")) continue;
    const entry = path.join(parent, name);
    const used = await stat(entry).then(
      (found) => found.mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - used > UNUSED_MS) await rm(entry, { recursive: true, force: true });
  }
}
