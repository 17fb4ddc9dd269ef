/** kubectl: the machine's own where it has one, else the one inside the embedded cluster's binary. */
import { existsSync } from "node:fs";
import * as path from "node:path";
import { run, succeeds } from "../support/run.ts";
import type { StateFolder } from "../support/stateFolder.ts";
import type { Step } from "../support/step.ts";
import { linkComponents } from "./embedded/kubernetesBinary.ts";

/** For clusters that are not ours; the embedded cluster always uses its own. Builds it where there is none. */
export async function findKubectl(state: StateFolder, step: Step): Promise<string> {
  if (await onPath(step)) return "kubectl";
  return path.join(await linkComponents(state.file("cluster", "bin"), step), "kubectl");
}

/** The one that `findKubectl` found before; undefined when it would have to be built. */
export async function kubectlAtHand(state: StateFolder, step: Step): Promise<string | undefined> {
  if (await onPath(step)) return "kubectl";
  const built = state.file("cluster", "bin", "kubectl");
  return existsSync(built) ? built : undefined;
}

const onPath = (step: Step) => succeeds("kubectl", ["version", "--client"], step);

/** Whether the cluster answers a person who uses this kubeconfig. */
export async function answers(kubectl: string, kubeconfig: string, step: Step): Promise<boolean> {
  return succeeds(kubectl, ["--kubeconfig", kubeconfig, "get", "--raw", "/version", "--request-timeout=5s"], step);
}

/** As `answers`, but throws what kubectl said. */
export async function mustAnswer(kubectl: string, kubeconfig: string, step: Step): Promise<void> {
  await run(kubectl, ["--kubeconfig", kubeconfig, "get", "--raw", "/version", "--request-timeout=10s"], step, { timeout: 30_000 });
}
