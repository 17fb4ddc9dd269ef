/** With a stand-in for apt-get on PATH, which "installs" a program into the same folder. */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { silent } from "../../../local/support/step.ts";
import { hasProgram, requirePrograms, type Machine } from "../../../local/toolchain/debianPackages.ts";
import { fakePrograms, type FakePrograms } from "../kubernetes/fakeProgram.ts";

const programs = [
  { program: "beam-flink-absent-a", package: "package-a" },
  { program: "beam-flink-absent-b", package: "package-b" },
  { program: "sh", package: "dash" },
];
let root: string;
let machine: Machine;
let fakes: FakePrograms;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "beam-flink-apt-"));
  vi.stubEnv("PATH", process.env["PATH"]);
  fakes = await fakePrograms(root);
  machine = { root: true, startPolicy: path.join(root, "policy-rc.d"), systemd: path.join(root, "systemd") };
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

/** Fails when the service policy is not there during the installation. */
const install = (...names: string[]) =>
  `case "$*" in *install*) [ -x "${root}/policy-rc.d" ] || exit 9; ${names.map((name) => `cp "$0" "${root}/bin/${name}"`).join(";")};; esac`;

describe("hasProgram", () => {
  it("finds programs by name and by path", async () => {
    expect(await hasProgram("sh")).toBe(true);
    expect(await hasProgram("/bin/sh")).toBe(true);
    expect(await hasProgram("beam-flink-absent-a")).toBe(false);
    expect(await hasProgram("/bin/beam-flink-absent-a")).toBe(false);
  });
});

describe("requirePrograms", () => {
  it("asks nothing when all are there", async () => {
    await fakes.add("apt-get");
    await requirePrograms([{ program: "sh", package: "dash" }], silent, machine);
    expect(await fakes.calls()).toEqual([]);
  });

  it("installs the packages of what is missing, and lets no service start", async () => {
    await fakes.add("apt-get", install("beam-flink-absent-a", "beam-flink-absent-b"));
    await requirePrograms(programs, silent, machine);
    const calls = await fakes.calls();
    expect(calls[0]).toMatch(/^apt-get .*update$/);
    expect(calls[1]).toMatch(/^apt-get .*install --no-install-recommends package-a package-b$/);
    expect(existsSync(machine.startPolicy)).toBe(false);
  });

  it("leaves the machine's own service policy in place", async () => {
    await writeFile(machine.startPolicy, "#!/bin/sh\n", { mode: 0o755 });
    await fakes.add("apt-get", install("beam-flink-absent-a", "beam-flink-absent-b"));
    await requirePrograms(programs, silent, machine);
    expect(existsSync(machine.startPolicy)).toBe(true);
  });

  it("disables the services that came with the packages where systemd runs", async () => {
    await mkdir(machine.systemd);
    await fakes.add("apt-get", install("beam-flink-absent-a", "beam-flink-absent-b"));
    await fakes.add("dpkg", 'printf "/lib/systemd/system/some.service\\n/lib/systemd/system/template@.service\\n/usr/bin/some\\n"');
    await fakes.add("systemctl");
    await requirePrograms(programs, silent, machine);
    expect((await fakes.calls()).filter((call) => call.startsWith("systemctl"))).toEqual(["systemctl disable --now some.service"]);
  });

  it("names programs, packages and the command when we are not root", async () => {
    await fakes.add("apt-get");
    const asked = requirePrograms(programs, silent, { ...machine, root: false });
    await expect(asked).rejects.toThrow(/beam-flink-absent-a, beam-flink-absent-b\. .*run "apt-get install package-a package-b" as root/);
    expect(await fakes.calls()).toEqual([]);
  });

  it("says what apt-get said when it fails, and takes its policy away again", async () => {
    await fakes.add("apt-get", 'case "$*" in *install*) echo "Unable to locate package" >&2; exit 100;; esac');
    await expect(requirePrograms(programs, silent, machine)).rejects.toThrow(/package-a package-b.*Unable to locate package/s);
    expect(existsSync(machine.startPolicy)).toBe(false);
  });

  it("does not believe an installation that brings nothing", async () => {
    await fakes.add("apt-get", install("beam-flink-absent-a"));
    await expect(requirePrograms(programs, silent, machine)).rejects.toThrow(/does not have: beam-flink-absent-b\. /);
  });
});
