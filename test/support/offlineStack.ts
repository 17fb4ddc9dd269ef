/** A stack of its own on the stand-ins of the clouds: a temporary project and state, and a program that can be exchanged between runs. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type * as automation from "@pulumi/pulumi/automation/index.js";
import { providerPackages } from "../../local/offline/packages.ts";
import type { Operation } from "../../local/offline/standInProvider.ts";
import { startStandIns } from "../../local/offline/standIns.ts";
import { openEngine } from "../../local/pulumi/engine.ts";
import { silent } from "../../local/support/step.ts";

const PROJECT = "offline-test";
const STACK = "dev";

export interface OfflineStack {
  readonly stack: automation.Stack;
  /** What has happened on the stand-ins since the last call. */
  operations(): readonly Operation[];
  /** What lies on disk of the state. */
  stateText(): Promise<string>;
  close(): Promise<void>;
}

export async function openOfflineStack(): Promise<OfflineStack> {
  const dir = await mkdtemp(path.join(tmpdir(), "offline-stack-"));
  const projectDir = path.join(dir, "project");
  const stateDir = path.join(dir, "state");
  await mkdir(projectDir);
  await writeFile(path.join(projectDir, "Pulumi.yaml"), `name: ${PROJECT}\nruntime: nodejs\n`);
  const standIns = await startStandIns(providerPackages(import.meta.dirname));
  let seen = 0;
  const engine = await openEngine(
    {
      stackName: STACK,
      projectDir,
      stateDir,
      passphraseFile: path.join(dir, "passphrase"),
      program: async () => {},
      attached: standIns.ports,
    },
    silent,
  );
  return {
    stack: engine.stack,
    operations: () => {
      const since = standIns.operations.slice(seen);
      seen = standIns.operations.length;
      return since;
    },
    stateText: () => readFile(path.join(stateDir, ".pulumi", "stacks", PROJECT, `${STACK}.json`), "utf8"),
    close: async () => {
      await engine.close();
      await standIns.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
