/** Builds a program from its Go module, once per content of the module's files. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import * as path from "node:path";
import { cached } from "../support/cache.ts";
import { UserError } from "../support/errors.ts";
import { run } from "../support/run.ts";
import type { Step } from "../support/step.ts";

export interface GoProgram {
  /** Name of the binary, and of the folder under `local/go` that holds its module. */
  readonly name: string;
  /** The main package; the module's own folder by default. */
  readonly package?: string;
  /** Further linker flags: version stamps. */
  readonly ldflags?: readonly string[];
}

const MODULES = path.join(import.meta.dirname, "..", "go");

/** Path of the built binary. Go verifies every module against `go.sum`. */
export async function goBinary(program: GoProgram, step: Step): Promise<string> {
  const module = path.join(MODULES, program.name);
  const ldflags = ["-s", "-w", ...(program.ldflags ?? [])].join(" ");
  await requireGo(step);
  // In the module's folder: the toolchain that Go takes for it, which need not be the one on PATH.
  const version = await run("go", ["env", "GOVERSION"], step, { cwd: module });
  const sources = (await readdir(module)).filter((file) => /\.(go|mod|sum)$/.test(file)).toSorted();
  const key = { files: sources.map((file) => path.join(module, file)), values: [program.package ?? ".", ldflags, version] };
  const entry = await cached("go", key, step, async (dir) => {
    step.report(`building ${program.name} from its Go module`);
    await run("go", ["build", "-ldflags", ldflags, "-o", path.join(dir, program.name), program.package ?? "."], step, {
      cwd: module,
      env: { CGO_ENABLED: "0", GOFLAGS: "-buildvcs=false -mod=readonly -trimpath", GOWORK: "off" },
      progress: true,
    });
  });
  return path.join(entry, program.name);
}

/** Fails at once where Go is missing or too old for any of our modules; otherwise that would show after minutes of building others. */
async function requireGo(step: Step): Promise<void> {
  const newest = await mostDemanding();
  const own = await ownVersion(step);
  if (isAtLeast(own, newest.version)) return;
  // Since 1.21 Go fetches the toolchain that a module asks for, where its settings and the network let it.
  const taken = await run("go", ["env", "GOVERSION"], step, { cwd: newest.module }).catch(() => own);
  if (step.signal.aborted) throw new UserError("interrupted");
  if (isAtLeast(taken, newest.version)) return;
  throw new UserError(
    `the "go" on PATH is ${own}, and the local environment's programs need Go ${newest.version} or later, which it could not fetch ` +
      `by itself: install that (https://go.dev/dl), put it first on PATH, then run the command again.`,
  );
}

/** The module of ours that needs the newest Go, by its `go` line. */
async function mostDemanding(): Promise<{ readonly module: string; readonly version: string }> {
  let newest = { module: MODULES, version: "1" };
  for (const name of await readdir(MODULES)) {
    const module = path.join(MODULES, name);
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

async function ownVersion(step: Step): Promise<string> {
  try {
    return await run("go", ["env", "GOVERSION"], step, { cwd: MODULES, env: { GOTOOLCHAIN: "local" } });
  } catch (error) {
    if (step.signal.aborted) throw error;
    const hint = existsSync("/usr/local/go/bin/go") ? "add /usr/local/go/bin to PATH" : "install Go 1.26 or later";
    throw new UserError(
      `the local environment builds Kubernetes and the Pulumi CLI with Go, and "go" is not on PATH: ${hint}, then run the command again.`,
      { cause: error },
    );
  }
}
