/**
 * A new user's first steps for real: platform-local by `pulumi new` and `pulumi up`, then a job of beam-job on it, until it checkpoints. The
 * platform of the other tests stays as it is: this one has namespaces of its own. docs/first-steps.md is such a run, written down.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { environmentConfig } from "../../local/environment/environmentConfig.ts";
import { FlinkJob } from "../../local/environment/flinkJob.ts";
import { s3Keys } from "../../local/environment/s3Server.ts";
import { installPackage } from "../support/packedPackage.ts";
import { LOCAL_JOB, runningPlatform, type RunningPlatform } from "../support/running/platform.ts";
import { until } from "../support/until.ts";
import { bringUpJob, bringUpPlatform, JOB, PLATFORM, preview, takeDown } from "../templates/firstSteps.ts";
import { type Machine, newMachine } from "../templates/instance.ts";

const NAMESPACE = "first-steps";
/** Seconds that a checkpoint may take on a busy machine. */
const PATIENCE = 300;

let platform: RunningPlatform;
let machine: Machine;

beforeAll(async () => {
  platform = await runningPlatform();
  const folder = await mkdtemp(path.join(tmpdir(), "beam-flink-first-steps-"));
  const { kubectl, kubeconfig } = platform.local.cluster;
  machine = await newMachine(folder, await installPackage(folder), {
    KUBECONFIG: kubeconfig,
    BEAM_FLINK_KUBECTL: kubectl,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  });
});

afterAll(async () => {
  if (machine === undefined) return;
  await takeDown(machine);
  await rm(machine.folder, { recursive: true, force: true });
});

test("the platform comes up from its template", async () => {
  const { bucket, operator, versions } = await environmentConfig("local");
  const { url: bucketUrl, bucket: name } = bucket!.endpoint!;
  const { accessKey, secretKey } = await s3Keys(platform.local.state);
  const settings = {
    "jobNamespaces[0]": NAMESPACE,
    // What a cluster of one's own with the official images need not be told.
    "operator.namespace": `${NAMESPACE}-operator`,
    "operator.image": operator!.image!,
    "operator.reconcileInterval": operator!.reconcileInterval!,
    "operator.crds.skip": "true",
    ...Object.fromEntries(Object.entries(versions!).map(([line, version]) => [`versions.${line}`, version])),
  };
  const output = await bringUpPlatform(machine, { bucketUrl, bucket: name, accessKey, secretKey, settings });
  expect(output).toMatch(/Resources:\n +\+ \d+ created/);
});

test("a job comes up on it from its template, and checkpoints", async () => {
  expect(await bringUpJob(machine, LOCAL_JOB)).toMatch(/state *: "STABLE"/);
  const flink = new FlinkJob(platform.kubectl, { name: JOB, namespace: NAMESPACE });
  const completed = await until("a checkpoint", PATIENCE, async () => (await flink.checkpoints())?.counts.completed || undefined);
  expect(completed).toBeGreaterThan(0);
});

test("a second look finds nothing to change", async () => {
  for (const project of [PLATFORM, JOB]) {
    const { code, output } = await preview(machine, project);
    expect(code, output).toBe(0);
  }
});
