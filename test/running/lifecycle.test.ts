/**
 * The life of a job on real Flink: upgrades, failed upgrades, drain, restore and deletion. The job has one key, so that the log of its windows
 * and the number of the first element after a start say exactly what was read and what was counted.
 */
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { JobStack } from "../../local/environment/jobStack.ts";
import { bucketFolder } from "../../local/environment/s3Server.ts";
import { JobLog } from "../support/running/jobLog.ts";
import { type JobConfig, LOCAL_JOB, NAMESPACE, runningPlatform, type RunningPlatform } from "../support/running/platform.ts";
import { until } from "../support/until.ts";

const NAME = "orders";
const ON_DELETION = "kubernetes.operator.job.savepoint-on-deletion";
/** What `runsWell` returns, once it has found nothing lost or doubled. */
const TASK_MANAGER = /^orders-taskmanager-/;
/** Seconds that a start or a checkpoint may take on a busy machine. */
const PATIENCE = 300;

const job = (release: string, more: Partial<JobConfig> = {}): JobConfig => ({
  ...LOCAL_JOB,
  onDelete: "drain",
  applicationConfig: { elementsPerSecond: 200, elementBytes: 20, keys: 1, splits: 1 },
  checkpoints: { interval: "3 s" },
  bundles: { time: "1 s" },
  environment: { RELEASE: release },
  ...more,
});

let platform: RunningPlatform;
let stack: JobStack;
let log: JobLog;

beforeAll(async () => {
  platform = await runningPlatform();
  stack = await platform.openStack("lifecycle");
  await clear(); // of a run that was interrupted
  log = new JobLog(platform.local.cluster, platform.kubectl, { name: NAME, namespace: NAMESPACE });
});

afterAll(async () => {
  if (stack === undefined) return;
  await clear();
  await stack.close();
});

/** No job is left, whatever state it is in. */
async function clear(): Promise<void> {
  stack.use({});
  vi.stubEnv("BEAM_FLINK_ON_DELETE", "cancel");
  await stack.stack.destroy({ runProgram: true });
  vi.unstubAllEnvs();
}

/** What the person reads of a run, whether it fails or not. */
async function told(run: (options: { color: "never"; onOutput: (text: string) => void }) => Promise<unknown>): Promise<string> {
  let said = "";
  const failure = await run({ color: "never", onOutput: (text) => void (said += text) }).then(
    () => "",
    (error: Error) => error.message,
  );
  return said + failure;
}

async function up(config?: JobConfig): Promise<string> {
  stack.use(config === undefined ? {} : { [NAME]: config });
  let said = "";
  await stack.stack.up({ color: "never", onOutput: (text) => void (said += text) });
  return said;
}

const failedUp = (config: JobConfig) => {
  stack.use({ [NAME]: config });
  return told((options) => stack.stack.up(options));
};

const destroy = () => told((options) => stack.stack.destroy({ ...options, runProgram: true }));

interface Deployment {
  readonly metadata: { readonly deletionTimestamp?: string };
  readonly spec: { readonly job: { readonly state: string }; readonly flinkConfiguration: Readonly<Record<string, string>> };
  readonly status: { readonly error?: string | null; readonly lifecycleState: string; readonly jobStatus: { readonly state: string } };
}

const deployment = () => platform.kubectl.json<Deployment>(["-n", NAMESPACE, "get", "flinkdeployment", NAME]);

/**
 * Waits until the job runs and has completed a checkpoint since its start; nothing is lost or doubled. Returns its newest pod. A job that was
 * drained has forgotten what it had seen, so that its check of the sequence misses all `before` the first element.
 */
async function runsWell(before?: (pod: string) => number): Promise<string> {
  const flink = platform.job(NAME);
  await until("a checkpoint", PATIENCE, async () => ((await flink.checkpoints())?.counts.completed ?? 0) > 0 || undefined);
  const pod = await log.follow();
  const checked = await until("elements", PATIENCE, async () => {
    const counters = await flink.counters(["sequenceChecked", "sequenceGaps", "sequenceRepeats"]);
    // So many elements wait before those in front of them are called lost.
    return (counters.sequenceChecked ?? 0) > 1000 ? counters : undefined;
  });
  expect(checked).toMatchObject({ sequenceGaps: before?.(pod) ?? 0, sequenceRepeats: 0 });
  return pod;
}

/** Number of the first element that the job has read in this pod. */
const firstElement = (pod: string) => until("its first element", PATIENCE, async () => log.firstElements(pod)[0]);

const sum = (windows: ReturnType<JobLog["windows"]>) => windows.reduce((total, { elements }) => total + elements, 0);

describe("a job with onDelete drain", () => {
  const pods: string[] = [];
  let savepoint: string;

  test("starts, and is upgraded by a savepoint without a window fired early", async () => {
    await up(job("1"));
    pods.push(await runsWell());
    await until("a window", PATIENCE, async () => log.windows().length > 0 || undefined);
    await up(job("2"));
    pods.push(await runsWell());
    // Elements of the window that was open are in the savepoint, and were not counted.
    expect(sum(log.windows(pods[0]))).toBeLessThan(await firstElement(pods[1]!));
    expect((await deployment()).spec.flinkConfiguration).toMatchObject({ "kubernetes.operator.job.drain-on-savepoint-deletion": "false" });
  });

  test("goes on from its savepoint when an upgrade to a class that is not there is taken back", async () => {
    const failure = await failedUp(job("3", { entryClass: "io.beamflink.local.NoSuchJob" }));
    expect(failure).toContain("io.beamflink.local.NoSuchJob");
    await up(job("2"));
    expect(await runsWell()).toMatch(TASK_MANAGER);
  });

  test("is not deleted by a destroy without its program", async () => {
    const failure = await told((options) => stack.stack.destroy(options));
    expect(failure).toContain("You must run with the `--run-program` flag to use delete hooks during destroy.");
    expect((await deployment()).metadata).not.toHaveProperty("deletionTimestamp");
  });

  test("is drained when it leaves the program: all that was read is counted, and a new job reads on", async () => {
    const said = await up();
    await log.ended();
    savepoint = /for initialSavepoint of a new job: (s3:\/\/\S+)/.exec(said)?.[1] ?? "";
    expect(savepoint).toMatch(/^s3:\/\/flink\/orders\/savepoints\/savepoint-/);
    const windows = log.windows();
    expect(new Set(windows.map(({ window }) => window)).size).toBe(windows.length);

    await up(job("1", { initialSavepoint: savepoint }));
    // The end of time has come for state, too: the job goes on in the source alone.
    const pod = await runsWell(() => sum(windows));
    expect(await firstElement(pod)).toBe(sum(windows));
  });

  test("keeps its state when it is upgraded after that", async () => {
    await up(job("2", { initialSavepoint: savepoint }));
    expect(await runsWell()).toMatch(TASK_MANAGER);
  });

  test("runs on when its drain fails, and loses nothing", async () => {
    const savepoints = join(bucketFolder(platform.local.state), "flink", NAME, "savepoints");
    await rename(savepoints, `${savepoints}-away`);
    await writeFile(savepoints, "a file where the savepoints' folder should be");
    try {
      const failure = await destroy();
      expect(failure).toMatch(
        /orders is not drained, and not deleted: .*(It runs on|start it again \(job \w+\)); its last checkpoint: .*s3:\/\/flink\/orders\/checkpoints\//s,
      );
      expect(failure).toContain("BEAM_FLINK_ON_DELETE=cancel");
    } finally {
      await rm(savepoints);
      await rename(`${savepoints}-away`, savepoints);
    }
    expect((await deployment()).spec.job.state).toBe("running");
    await until("the job is stable", PATIENCE, async () => {
      const { status } = await deployment();
      return (status.lifecycleState === "STABLE" && status.jobStatus.state === "RUNNING" && !status.error) || undefined;
    });
    await runsWell();
  });

  test("goes on from its last checkpoint when a last-state upgrade to an image that is not there is taken back", async () => {
    const broken = job("4", { upgradeMode: "last-state", image: "beam-flink.local/beam-job:none" });
    expect(await failedUp(broken)).toContain("beam-flink.local/beam-job:none");
    const failure = await destroy();
    expect(failure).toContain("orders is not drained, and not deleted: only a job that runs can be drained");
    expect((await deployment()).metadata).not.toHaveProperty("deletionTimestamp");
    await up(job("4", { upgradeMode: "last-state" }));
    await runsWell();
  });
});

describe("a job with onDelete savepoint", () => {
  test("is stopped by its operator with a savepoint, from which a new job goes on with its state", async () => {
    const saved = job("4", { upgradeMode: "last-state", onDelete: "savepoint" });
    await up(saved);
    await up();
    const args = ["-n", NAMESPACE, "get", "events", "--sort-by=.lastTimestamp", "--field-selector", "reason=SavepointCompleted"];
    const events = await platform.kubectl.json<{ items: readonly { message: string }[] }>(args);
    const savepoint = /s3:\/\/\S+/.exec(events.items.at(-1)?.message ?? "")?.[0];
    await up({ ...saved, initialSavepoint: savepoint });
    expect(await runsWell()).toMatch(TASK_MANAGER);
  });

  test("that does not run holds its deletion, until it is told to cancel", async () => {
    expect(
      await failedUp(job("5", { upgradeMode: "last-state", onDelete: "savepoint", image: "beam-flink.local/beam-job:none" })),
    ).toContain("beam-flink.local/beam-job:none");
    const destroyed = told((options) => stack.stack.destroy(options));
    await until("the deletion waits", PATIENCE, async () => {
      const { metadata, status } = await deployment();
      return (metadata.deletionTimestamp !== undefined && status.error?.includes("The deletion waits")) || undefined;
    });
    const cancel = JSON.stringify({ spec: { flinkConfiguration: { [ON_DELETION]: "false" } } });
    await platform.kubectl.run(["-n", NAMESPACE, "patch", "flinkdeployment", NAME, "--type=merge", "-p", cancel]);
    expect(await destroyed).toContain("orders-deployment deleted");
  });
});
