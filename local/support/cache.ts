/**
 * The content-addressed cache: what takes long to make is kept under a key made of all it is made of.
 *
 * An entry is a folder `<root>/<kind>/<key>`. It is made beside its place and renamed when whole, so an
 * interrupted build leaves no half entry, and two processes that want the same entry make it once.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import * as path from "node:path";
import { lock } from "proper-lockfile";
import { UserError } from "./errors.ts";
import type { Step } from "./step.ts";

/** `$BEAM_FLINK_CACHE`, else `beam-flink` under `$XDG_CACHE_HOME` or `~/.cache`. */
export function cacheRoot(): string {
  const { BEAM_FLINK_CACHE, XDG_CACHE_HOME } = process.env;
  return BEAM_FLINK_CACHE || path.join(XDG_CACHE_HOME || path.join(homedir(), ".cache"), "beam-flink");
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
export async function cached(kind: string, key: CacheKey, step: Step, build: (dir: string) => Promise<void>): Promise<string> {
  const parent = path.join(cacheRoot(), kind);
  const entry = path.join(parent, await keyOf(key));
  if (existsSync(entry)) return entry;
  try {
    await mkdir(parent, { recursive: true });
    const release = await waitForLock(entry, step);
    try {
      if (existsSync(entry)) return entry;
      const dir = await mkdtemp(path.join(parent, "making-"));
      try {
        await build(dir);
        await rename(dir, entry);
      } catch (error) {
        await rm(dir, { recursive: true, force: true });
        throw error;
      }
      return entry;
    } finally {
      await release();
    }
  } catch (error) {
    throw explainDisk(error, parent);
  }
}

async function waitForLock(entry: string, step: Step): Promise<() => Promise<void>> {
  const acquire = () => lock(entry, { realpath: false, stale: 30_000 });
  for (let waited = 0; ; waited++) {
    step.signal.throwIfAborted();
    try {
      return await acquire();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
      if (waited === 0) step.report("another process is making it; waiting");
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

/** A full or read-only disk is told as such, wherever in a build it shows. */
function explainDisk(error: unknown, folder: string): unknown {
  const text = `${(error as NodeJS.ErrnoException).code} ${(error as Error).message}`;
  if (/ENOSPC|no space left on device/i.test(text)) {
    return new UserError(`the disk is full: ${folder} cannot take what is being built. Free some space, or set BEAM_FLINK_CACHE to a folder on a larger disk.`, { cause: error });
  }
  if (/EACCES|EROFS/.test(text)) {
    return new UserError(`${folder} cannot be written: set BEAM_FLINK_CACHE to a folder that you own.`, { cause: error });
  }
  return error;
}
