/**
 * `npm run down`: stops everything the environment runs. State stays, unless it is purged. A cluster that the person gave is theirs:
 * it keeps running, and what was put on it goes when the environment is purged.
 */
import { rm } from "node:fs/promises";
import { cacheUsers } from "../environment/cacheUsers.ts";
import type { CommandContext } from "../environment/context.ts";
import { Kubectl } from "../environment/kubectl.ts";
import { clusterSettings, localEnvironment, type LocalEnvironment } from "../environment/localEnvironment.ts";
import { removeS3Server } from "../environment/s3Server.ts";
import { type Cluster, startCluster, stopCluster } from "../kubernetes/cluster.ts";
import { type GivenRecord, readGiven } from "../kubernetes/givenRecord.ts";
import { cacheRoot, purgeCache } from "../support/cache.ts";
import { UserError } from "../support/errors.ts";
import type { Step } from "../support/step.ts";
import { type NamedStep, runSteps } from "../support/steps.ts";
import { reportLines, withEngine } from "./bringUp.ts";

type DownStep = NamedStep<LocalEnvironment>;

export async function down({ environment, signal }: CommandContext, { purge }: { purge: boolean }): Promise<number> {
  const local = localEnvironment(environment);
  const given = await readGiven(local.state);
  const steps = purge ? [...(given === undefined ? [] : [removeFrom(given)]), stop(given, purge), remove] : [stop(given, purge)];
  await runSteps(steps, local, signal);
  return 0;
}

const stop = (given: GivenRecord | undefined, purge: boolean): DownStep => ({
  title: "Stopping the cluster",
  run: async ({ state }, step) => {
    await stopCluster(state, clusterSettings(state), step, { purge });
    if (given === undefined) return purge ? "nothing runs" : `nothing runs; its state stays in ${state.dir}`;
    return purge
      ? "the cluster is yours and keeps running, without the platform"
      : "the cluster is yours and keeps running, with the platform on it; npm run down -- --purge removes the platform from it";
  },
});

/** Before the state goes, without which nobody would know what is on the cluster. */
const removeFrom = (given: GivenRecord): DownStep => ({
  title: "Removing the platform from your cluster",
  run: async ({ state }, step) => {
    const settings = clusterSettings(state);
    if (settings.kubeconfig === undefined) {
      throw new UserError(
        `the platform is on the cluster given by ${given.kubeconfig}, and BEAM_FLINK_KUBECONFIG is not set: set it to that file, ` +
          `or, where that cluster is gone, remove ${state.dir} yourself.`,
      );
    }
    const cluster = await startCluster(state, settings, step);
    return await removePlatform({ state, cluster }, step).catch((error: unknown) => {
      if (step.signal.aborted || !(error instanceof Error)) throw error;
      throw new UserError(
        `the platform is not removed from your cluster, so its state stays in ${state.dir}: ` +
          `put right what stands below and run npm run down -- --purge again.\n${error.message}`,
        { cause: error },
      );
    });
  },
});

async function removePlatform({ state, cluster }: LocalEnvironment & { cluster: Cluster }, step: Step): Promise<string> {
  // With the program, which makes nothing then: jobs may have to be drained before they are deleted.
  await withEngine({ state, cluster }, step, ({ stack }) =>
    stack.destroy({ onOutput: reportLines(step), color: "never", signal: step.signal, runProgram: true }),
  );
  step.report("removing the S3 server");
  const emptied = await removeS3Server(new Kubectl(cluster, step));
  return `done; the operator's definitions stay, as others may use them${emptied ? "" : `; so does ${state.file("bucket")} on its node`}`;
}

const remove: DownStep = {
  title: "Removing state and cache",
  run: async ({ state }) => {
    await rm(state.dir, { recursive: true, force: true });
    const users = await cacheUsers(state);
    if (users.length > 0) return `${state.dir} is gone; the cache in ${cacheRoot()} stays: it is used by ${users.join(", ")}`;
    return `${state.dir} and what was built in ${await purgeCache()} are gone`;
  },
};
