/**
 * Drains jobs when they are deleted: the hook that the engine calls before it deletes a FlinkDeployment. The engine knows it by name, from the
 * state, so the program must have it whenever such a job is deleted: `pulumi destroy` runs the program with `--run-program` only, and a job
 * that is gone from the program needs a JobDrain that is still there. StreamingPlatform has one for all its jobs.
 */
import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError } from "../model/platform.ts";
import { endJob, ON_DELETE_VARIABLE } from "./beamJob/endJob.ts";
import { type ClusterAccess, deploymentClient } from "./beamJob/liveDeployment.ts";
import { OnDelete } from "./beamJob/onDelete.ts";
import { validated } from "./validation.ts";

export interface JobDrainArgs {
  /**
   * Text of the kubeconfig by which the program reaches the jobs' cluster.
   * @default the ambient one, as kubectl uses it
   * @secret
   */
  readonly kubeconfig?: pulumi.Input<string>;
  /**
   * Context of that kubeconfig.
   * @default its current one
   */
  readonly context?: string;
}

/** What drains the jobs of a cluster. Its name is unique in the program, and in the state of each job that it drains. */
export class JobDrain {
  /** What is registered with the engine; undefined under Pulumi's mocks, where no engine calls it. */
  readonly hook: pulumi.ResourceHook | undefined;

  constructor(name: string, { kubeconfig, context }: JobDrainArgs = {}) {
    const override = validated("JobDrain", name, () => overriddenMode(process.env[ON_DELETE_VARIABLE]));
    // Asked for while the program runs: after its end, when the engine deletes, nothing resolves any more.
    const access = new Promise<ClusterAccess>((resolve) => {
      pulumi.output(kubeconfig).apply((text) => resolve({ kubeconfig: text, context }));
    });
    const drain = async ({ id }: pulumi.ResourceHookArgs) => end(id, await access, override ?? OnDelete.Drain);
    // The engine's call comes from outside of the program, where its log would not be found.
    this.hook = hasEngine() ? new pulumi.ResourceHook(`drain-on-delete/${name}`, AsyncResource.bind(drain)) : undefined;
  }
}

/** False under Pulumi's mocks, which know no hooks. */
export function hasEngine(): boolean {
  // The runtime's own hasEngine is false until the engine has been asked for once.
  return pulumi.runtime.getEngine() !== undefined;
}

/** The id of a Kubernetes resource is `namespace/name`. */
async function end(id: string, access: ClusterAccess, mode: OnDelete): Promise<void> {
  const [name = id, namespace = "default"] = id.split("/").toReversed();
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  // The person's Ctrl-C reaches this process as well, and would end it with the job half drained.
  for (const signal of SIGNALS) process.on(signal, interrupt);
  try {
    const client = await deploymentClient(access, namespace, name);
    await endJob({ name, client, mode, report: (text) => pulumi.log.info(text), signal: interrupted.signal });
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

function overriddenMode(value: string | undefined): OnDelete | undefined {
  if (value === undefined || value === "") return undefined;
  if (value === OnDelete.Savepoint || value === OnDelete.Cancel) return value;
  const remedy = "Set it to one of them for this run, or unset it: jobs say by onDelete whether they are drained.";
  throw new ArgumentError({ field: ON_DELETE_VARIABLE, value, rule: "must be savepoint or cancel", remedy });
}
