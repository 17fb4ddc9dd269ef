/**
 * Makes sure that programs of the operating system are there: what is missing is installed from Debian's (or Ubuntu's)
 * packages when we are root, else one message names the packages and the command. A package may bring a service
 * (containerd does); none is left started or enabled, because the local environment runs its own.
 */
import { constants, existsSync } from "node:fs";
import { access, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { UserError } from "../support/errors.ts";
import { run, succeeds } from "../support/run.ts";
import type { Step } from "../support/step.ts";

export interface RequiredProgram {
  /** A name to be found on PATH, or an absolute path. */
  readonly program: string;
  /** The Debian package that brings it. */
  readonly package: string;
}

/** Folders of system programs that an ordinary shell's PATH may lack. */
const SYSTEM_FOLDERS = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"];

/** What an installation touches of the machine; tests give their own. */
export interface Machine {
  readonly root: boolean;
  /** invoke-rc.d and deb-systemd-invoke ask this program before they start a service; exit code 101 means "do not". */
  readonly startPolicy: string;
  /** A folder that is there when systemd runs. */
  readonly systemd: string;
}

const THIS_MACHINE: Machine = { root: process.getuid?.() === 0, startPolicy: "/usr/sbin/policy-rc.d", systemd: "/run/systemd/system" };

/** Whether the program is there and can be run. */
export async function hasProgram(program: string): Promise<boolean> {
  const folders = path.isAbsolute(program)
    ? [""]
    : [...(process.env["PATH"] ?? "").split(path.delimiter).filter(Boolean), ...SYSTEM_FOLDERS];
  for (const folder of folders) {
    const found = await access(path.join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}

/** Installs what is missing of `programs`, or says in one error what to install. */
export async function requirePrograms(programs: readonly RequiredProgram[], step: Step, machine: Machine = THIS_MACHINE): Promise<void> {
  const before = await missingOf(programs);
  if (before.length === 0) return;
  const packages = packagesOf(before);
  if (!machine.root || !(await hasProgram("apt-get"))) throw notInstalled(before);
  step.report(`installing ${packages.join(", ")}`);
  try {
    await install(packages, step, machine);
  } catch (error) {
    if (step.signal.aborted) throw error;
    throw notInstalled(before, error);
  }
  const after = await missingOf(programs);
  if (after.length > 0) throw notInstalled(after);
}

async function missingOf(programs: readonly RequiredProgram[]): Promise<RequiredProgram[]> {
  const missing: RequiredProgram[] = [];
  for (const required of programs) if (!(await hasProgram(required.program))) missing.push(required);
  return missing;
}

function packagesOf(programs: readonly RequiredProgram[]): string[] {
  return [...new Set(programs.map((required) => required.package))].toSorted();
}

function notInstalled(missing: readonly RequiredProgram[], cause?: unknown): UserError {
  const names = missing.map((required) => required.program).join(", ");
  const why = cause instanceof Error ? `\nInstalling them failed: ${cause.message}` : "";
  return new UserError(
    `the local environment needs programs that this machine does not have: ${names}. ` +
      `On Debian and Ubuntu run "apt-get install ${packagesOf(missing).join(" ")}" as root, then run the command again.${why}`,
    { cause },
  );
}

async function install(packages: readonly string[], step: Step, machine: Machine): Promise<void> {
  // A DPkg lock held by another apt-get is waited for, two minutes at most.
  const options = ["-q", "-y", "-o", "DPkg::Lock::Timeout=120"];
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const ownPolicy = !existsSync(machine.startPolicy);
  if (ownPolicy) await writeFile(machine.startPolicy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    await run("apt-get", [...options, "update"], step, { env, progress: true });
    await run("apt-get", [...options, "install", "--no-install-recommends", ...packages], step, { env, progress: true });
  } finally {
    if (ownPolicy) await rm(machine.startPolicy, { force: true });
  }
  if (existsSync(machine.systemd)) await disableServices(packages, step);
}

/** Without this a package's service would start at the next boot, whatever the start policy said. */
async function disableServices(packages: readonly string[], step: Step): Promise<void> {
  const files = await run("dpkg", ["-L", ...packages], step);
  const units = files.split("\n").flatMap((file) => /\/systemd\/system\/([^/@]+\.service)$/.exec(file)?.[1] ?? []);
  for (const unit of units) await succeeds("systemctl", ["disable", "--now", unit], step);
}
