/** A stack of its own on a control plane: a temporary project and state, and a program that can be exchanged between runs. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type * as automation from "@pulumi/pulumi/automation/index.js";
import { type Engine, openEngine } from "../../local/pulumi/engine.ts";
import { silent } from "../../local/support/step.ts";
import type { ControlPlane } from "./controlPlane.ts";

const PROJECT = "provider-test";
const STACK = "dev";

/** Declares resources with the provider that it is given. */
export type TestProgram = (provider: k8s.Provider) => Record<string, unknown> | void;

export interface TestStack {
  readonly stack: automation.Stack;
  /** Runs the stack with another program from now on. */
  use(program: TestProgram, args?: k8s.ProviderArgs): void;
  /** What lies on disk of the state. */
  stateText(): Promise<string>;
  /** Process ids of the engines that hold the stack. */
  lockHolders(): Promise<number[]>;
  /** Opens the stack anew, as the next command would. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

export async function openTestStack(plane: ControlPlane): Promise<TestStack> {
  const dir = await mkdtemp(path.join(tmpdir(), "test-stack-"));
  const projectDir = path.join(dir, "project");
  const stateDir = path.join(dir, "state");
  await mkdir(projectDir);
  await writeFile(path.join(projectDir, "Pulumi.yaml"), `name: ${PROJECT}\nruntime: nodejs\nstackConfigDir: stacks\n`);
  const kubeconfig = await readFile(plane.kubeconfig, "utf8");
  let declare: automation.PulumiFn = async () => {};
  const open = () => {
    const options = { stackName: STACK, projectDir, stateDir, passphraseFile: path.join(dir, "passphrase"), kubectl: plane.kubectl };
    return openEngine({ ...options, program: async () => declare() }, silent);
  };
  let engine: Engine = await open();
  return {
    get stack() {
      return engine.stack;
    },
    use: (program, args = {}) => {
      declare = async () => program(new k8s.Provider("cluster", { kubeconfig: pulumi.secret(kubeconfig), ...args }));
    },
    stateText: () => readFile(path.join(stateDir, ".pulumi", "stacks", PROJECT, `${STACK}.json`), "utf8"),
    lockHolders: async () => {
      const folder = path.join(stateDir, ".pulumi", "locks", "organization", PROJECT, STACK);
      const files = await readdir(folder).catch(() => []);
      const locks = await Promise.all(files.map((file) => readFile(path.join(folder, file), "utf8").catch(() => "")));
      return locks.flatMap((text) => /"pid":\s*(\d+)/.exec(text)?.[1] ?? []).map(Number);
    },
    reopen: async () => {
      await engine.close();
      engine = await open();
    },
    close: async () => {
      await engine.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
