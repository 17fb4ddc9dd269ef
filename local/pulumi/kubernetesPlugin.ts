/** Whether the official `kubernetes` plugin serves: installed already, or installable from where its makers publish it. */
import { existsSync } from "node:fs";
import { mkdir, readlink, rm, symlink } from "node:fs/promises";
import { homedir } from "node:os";
import * as path from "node:path";
import { KUBERNETES_VERSION } from "../provider/server.ts";
import { cacheFolder } from "../support/cache.ts";
import { run } from "../support/run.ts";
import type { Step } from "../support/step.ts";
import type { OfficialPlugin } from "./providerChoice.ts";
import { unlessRefused } from "./refusals.ts";

/** Milliseconds for a download of about 30 MB; a host that is not there shows after 3 s of the CLI's own retries. */
const INSTALL_TIMEOUT = 120_000;

const PLUGIN = `resource-kubernetes-v${KUBERNETES_VERSION}`;

/** The plugins folder that holds the official plugin. */
export function officialPlugin(pulumi: string, step: Step): OfficialPlugin {
  const insist = async () => installed() ?? (await install(pulumi, step));
  return { insist, find: async () => installed() ?? (await unlessRefused(PLUGIN, step, insist)) };
}

const home = () => cacheFolder("pulumi-home");

function installed(): string | undefined {
  const own = process.env["PULUMI_HOME"] || path.join(homedir(), ".pulumi");
  return [own, home()].map((folder) => path.join(folder, "plugins")).find((folder) => existsSync(path.join(folder, PLUGIN)));
}

async function install(pulumi: string, step: Step): Promise<string> {
  step.report(`installing the kubernetes plugin ${KUBERNETES_VERSION}`);
  await mkdir(home(), { recursive: true });
  const env = { PULUMI_HOME: home(), PULUMI_SKIP_UPDATE_CHECK: "true" };
  await run(pulumi, ["plugin", "install", "resource", "kubernetes", KUBERNETES_VERSION], step, { env, timeout: INSTALL_TIMEOUT });
  return path.join(home(), "plugins");
}

/** Makes `pulumiHome` use the plugins in `folder`. */
export async function usePlugins(pulumiHome: string, folder: string): Promise<void> {
  const link = path.join(pulumiHome, "plugins");
  const target = await readlink(link).catch(() => undefined);
  if (target === folder || (target === undefined && existsSync(link))) return;
  await mkdir(pulumiHome, { recursive: true });
  // It pointed into a cache that was purged or has moved.
  await rm(link, { force: true });
  await symlink(folder, link);
}
