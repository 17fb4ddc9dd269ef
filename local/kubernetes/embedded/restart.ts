/** Stops one component of a running embedded cluster and starts it again, as a crash and a supervisor would: for tests of faults. */
import { readFile, rm } from "node:fs/promises";
import * as path from "node:path";
import { UserError } from "../../support/errors.ts";
import type { StateFolder } from "../../support/stateFolder.ts";
import type { Step } from "../../support/step.ts";
import { readRecord } from "../record.ts";
import { waitUntil } from "../wait.ts";
import { processesIn } from "./cgroups.ts";
import type { Component } from "./components.ts";
import { endedComponents, type Node, sendToInit, waitForComponent } from "./node.ts";
import { apiAnswers } from "./startNode.ts";

/** Milliseconds for a killed process to be gone, and for a started API server to be ready. */
const END_TIMEOUT = 30_000;
const START_TIMEOUT = 120_000;

/** Kills the component, without a chance to say good-bye. The cluster counts as broken until it is started again. */
export async function killComponent(state: StateFolder, name: Component, step: Step): Promise<void> {
  const { node, cgroups } = await runningNode(state);
  const command = await readFile(path.join(node.cluster, "run", `${name}.command`), "utf8");
  const killed: number[] = [];
  for (const pid of await processesIn(cgroups)) {
    // The node's process 1 starts a component by exactly this command line.
    if ((await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")) !== command) continue;
    process.kill(pid, "SIGKILL");
    killed.push(pid);
  }
  if (killed.length === 0) throw new UserError(`the embedded cluster has no process of ${name}`);
  if (await waitUntil(END_TIMEOUT, step, async () => endedComponents(node, [name]).length > 0)) return;
  throw new UserError(`the embedded cluster's ${name} does not end: process ${killed.join(", ")}`);
}

/** Starts the component with the command line of before, and waits until the API server answers. */
export async function startKilledComponent(state: StateFolder, name: Component, step: Step): Promise<void> {
  const { node } = await runningNode(state);
  await rm(path.join(node.cluster, "run", `${name}.ended`));
  await sendToInit(node, name);
  await waitForComponent(node, name, [name], START_TIMEOUT, step, () => apiAnswers(node.cluster, step));
}

async function runningNode(state: StateFolder): Promise<{ readonly node: Node; readonly cgroups: readonly string[] }> {
  const running = (await readRecord(state))?.running;
  if (running?.ready !== true) throw new UserError(`the environment "${state.environment}" has no embedded cluster that runs`);
  return { node: { cluster: state.file("cluster"), name: `beam-flink-${state.id}` }, cgroups: running.cgroups };
}
