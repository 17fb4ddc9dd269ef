/** Finds the Pulumi CLI: the person's own, else the vendor's release, else one built from its Go module. */
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as automation from "@pulumi/pulumi/automation/index.js";
import { cached } from "../support/cache.ts";
import type { Step } from "../support/step.ts";
import { goBinary } from "../toolchain/goBinary.ts";
import { pulumiOnPath } from "./pulumiOnPath.ts";
import { unlessRefused } from "./refusals.ts";

/** The version in the Go module, and of the SDK in package.json. */
const VERSION = "3.259.0";

/** Milliseconds for the vendor's host to answer; where it cannot be reached, that shows at once. */
const PROBE_TIMEOUT = 5_000;
const INSTALL_TIMEOUT = 300_000;

export interface PulumiCli {
  /** Path of the command. */
  readonly command: string;
  readonly origin: "path" | "built" | "installed";
}

export async function resolvePulumiCli(step: Step): Promise<PulumiCli> {
  const own = await pulumiOnPath(step.signal);
  if (own !== undefined) return { command: own, origin: "path" };
  const installed = await unlessRefused(`pulumi-${VERSION}`, step, () => install(step));
  if (installed !== undefined) return { command: installed, origin: "installed" };
  const command = await goBinary(
    {
      name: "pulumi",
      package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
      ldflags: [`-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${VERSION}`],
    },
    step,
  );
  return { command, origin: "built" };
}

/** The vendor's own installer, which the Automation API brings; the entry of the cache holds `bin/pulumi`. */
async function install(step: Step): Promise<string> {
  // The Automation API waits for the host without a limit.
  await fetch("https://get.pulumi.com/install.sh", {
    method: "HEAD",
    signal: AbortSignal.any([step.signal, AbortSignal.timeout(PROBE_TIMEOUT)]),
  });
  const entry = await cached("pulumi", { values: [VERSION, process.platform, process.arch] }, step, async (dir) => {
    step.report(`installing the Pulumi CLI ${VERSION}`);
    await inTime(automation.PulumiCommand.install({ root: dir }), INSTALL_TIMEOUT, step);
  });
  return path.join(entry, "bin", "pulumi");
}

/** The Automation API's installer knows neither a limit nor an interruption. */
async function inTime<T>(promise: Promise<T>, milliseconds: number, step: Step): Promise<T> {
  const ended = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: AbortSignal.any([step.signal, ended.signal]) }).then(() => {
    throw new Error(`took more than ${milliseconds / 1000} s`);
  });
  return Promise.race([promise, late]).finally(() => ended.abort());
}

/**
 * The command as the Automation API wants it: `bin/pulumi` under a folder, which a small script in `folder`
 * provides for commands that lie elsewhere. The script, unlike a link, keeps the command's own folder its own.
 */
export async function pulumiCommand(command: string, folder: string): Promise<automation.PulumiCommand> {
  if (path.basename(path.dirname(command)) === "bin") return automation.PulumiCommand.get({ root: path.dirname(path.dirname(command)) });
  const wrapper = path.join(folder, "bin", "pulumi");
  const script = `#!/bin/sh\nexec '${command.replaceAll("'", `'\\''`)}' "$@"\n`;
  if ((await readFile(wrapper, "utf8").catch(() => "")) !== script) {
    await mkdir(path.dirname(wrapper), { recursive: true });
    await writeFile(wrapper, script);
    await chmod(wrapper, 0o755);
  }
  return automation.PulumiCommand.get({ root: folder });
}
