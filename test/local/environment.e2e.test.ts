/**
 * The local environment as a person meets it: the commands, from an empty state folder to nothing left, with a real Beam
 * job on real Flink between. One environment serves all tests of this file, in their order.
 */
import { mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as k8s from "@pulumi/kubernetes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { environmentConfig } from "../../local/environment/environmentConfig.ts";
import { Kubectl } from "../../local/environment/kubectl.ts";
import { listBucket } from "../../local/environment/bucketUsage.ts";
import { openStack, runningEnvironment } from "../../local/environment/localEnvironment.ts";
import { s3Keys } from "../../local/environment/s3Server.ts";
import type { EnvironmentStatus } from "../../local/environment/status.ts";
import { type Engine, engineErrors } from "../../local/pulumi/engine.ts";
import { stateFolder } from "../../local/support/stateFolder.ts";
import { silent } from "../../local/support/step.ts";
import type { Environment } from "../../stacks/config.ts";
import { machineSettings, streamingEnvironment } from "../../stacks/program.ts";
import { command } from "../support/command.ts";
import { leftoversOf, NOTHING } from "./kubernetes/leftovers.ts";

const JOB = "bundle-buffer";
const NAMESPACE = "beam";

const root = mkdtempSync(path.join(tmpdir(), "beam-flink-e2e-"));
beforeAll(() => {
  process.env["BEAM_FLINK_STATE"] = root;
});
afterAll(async () => {
  await command(["down"]);
  await rm(root, { recursive: true, force: true });
});

const kubectl = async () => new Kubectl((await runningEnvironment("local", silent)).cluster, silent);
const status = async (): Promise<EnvironmentStatus> => JSON.parse((await command(["status", "--json"])).stdout) as EnvironmentStatus;

/** The config of the local environment, with its one job changed or others added. */
const COMMITTED = await environmentConfig("local");
const environmentWith = (change: (environment: Environment) => Environment) => change(COMMITTED);
const jobWith = (more: Partial<Environment["jobs"][string]>) =>
  environmentWith((environment) => ({ ...environment, jobs: { [JOB]: { ...environment.jobs[JOB]!, ...more } } }));

/** Opens the environment's stack with another program. */
async function withProgram<T>(environment: Environment, use: (engine: Engine) => Promise<T>, more: () => void = () => {}): Promise<T> {
  const engine = await openStack(await runningEnvironment("local", silent), silent);
  try {
    engine.stack.workspace.program = async () => {
      const outputs = await streamingEnvironment(environment, machineSettings(process.env));
      more();
      return outputs;
    };
    return await use(engine);
  } finally {
    await engine.close();
  }
}

describe("the local environment", () => {
  test("is not there before it is started, and the commands say so", async () => {
    const result = await command(["status"]);
    expect(result.code).toBe(1);
    expect(result.output.trim()).toBe('beam-flink: the environment "local" is not running: start it with npm start.');
  });

  test("can be interrupted while it prepares the machine", async () => {
    const result = await command(["start"], { interruptAt: /loading .*beam-job/ });
    expect(result.code).toBe(1);
    expect(result.output).toContain("beam-flink: interrupted");
  });

  test("can be interrupted in the middle of up", async () => {
    const result = await command(["start"], { interruptAt: /streaming-operator-deployment creating/ });
    expect(result.code).toBe(1);
    expect(result.output).toContain("beam-flink: interrupted");
  });

  test("starts, interrupted or not, and ends with a table of what runs", async () => {
    const result = await command(["start"]);
    expect(result.code, result.output).toBe(0);
    expect(result.stdout).toMatch(/Job +State +Flink +Beam +Checkpoints +Last checkpoint +Web UI/);
    expect(result.stdout).toMatch(/beam\/bundle-buffer +STABLE +1\.19\.1 +2\.70\.0 +\d+ completed, \d+ failed/);
    expect(result.stdout).toMatch(/Stand-ins on this machine:\n.*a Kubernetes cluster/);
    expect(result.stdout).toMatch(/local is up after \d+ s\./);
  });

  test("tells its status as one object", async () => {
    const found = await status();
    expect(Object.keys(found)).toEqual(["environment", "kubeconfig", "standIns", "jobs", "bucket"]);
    expect(found.environment).toBe("local");
    const [job] = found.jobs;
    expect(job).toMatchObject({
      name: JOB,
      namespace: NAMESPACE,
      state: "STABLE",
      error: null,
      flinkVersion: "1.19.1",
      beamVersion: "2.70.0",
    });
    expect(job!.checkpoints.completed).toBeGreaterThanOrEqual(3);
    expect(job!.checkpoints.lastPath).toMatch(/^s3:\/\/flink\/bundle-buffer\/checkpoints\/[0-9a-f]{32}\/chk-\d+$/);
    expect(found.bucket.uri).toBe("s3://flink");
    expect(found.bucket.objects).toBeGreaterThan(3);
    const page = await fetch(job!.webUi);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Apache Flink");
  });

  test("keeps checkpoints, savepoint directory and high-availability metadata of a job in the bucket", async () => {
    const local = await runningEnvironment("local", silent);
    const objects = await listBucket(await kubectl(), await s3Keys(local.state), `${JOB}/`);
    expect(objects.filter(({ key }) => /\/checkpoints\/.*\/chk-\d+\/_metadata$/.test(key)).length).toBeGreaterThanOrEqual(1);
    expect(objects.some(({ key }) => key.startsWith(`${JOB}/ha/`))).toBe(true);
  });

  test("changes nothing the second time", async () => {
    const result = await command(["start"]);
    expect(result.code, result.output).toBe(0);
    expect(result.output).toMatch(/Pulumi up, with the policy pack: 0 changes \(\d+ unchanged\)/);
  });

  test("keeps what is secret readable by its owner only, encrypted in the state, and prints none of it", async () => {
    const state = stateFolder("local");
    const { accessKey, secretKey } = await s3Keys(state);
    const result = await command(["env"]);
    const environmentFile = result.stdout.trim();
    expect(readFileSync(environmentFile, "utf8")).toContain(secretKey);
    const { kubeconfig } = await status();
    const token = /token: "?([^"\s]+)/.exec(readFileSync(kubeconfig, "utf8"))?.[1];
    expect(token).toBeTypeOf("string");
    for (const file of [environmentFile, kubeconfig, state.file("s3-keys.json"), state.file("passphrase")]) {
      expect(statSync(file).mode & 0o777, file).toBe(0o600);
    }
    const stackState = readFileSync(state.file("pulumi", ".pulumi", "stacks", "beam-flink", "local.json"), "utf8");
    for (const secret of [accessKey, secretKey, token!, Buffer.from(secretKey).toString("base64")]) {
      expect(stackState).not.toContain(secret);
      expect(result.output).not.toContain(secret);
    }
    expect(stackState).toContain("ciphertext");
  });

  test("finds by refresh what was changed by hand, and puts it right", async () => {
    const access = await kubectl();
    // Nobody uses the leases while one operator runs, so the change harms nothing.
    const role = ["-n", "flink-operator", "get", "role", "flink-kubernetes-operator-leader"];
    const read = async () => (await access.json<{ rules: readonly unknown[] }>(role)).rules;
    const before = await read();
    await access.run([...role.with(2, "patch"), "--type=json", "-p", '[{"op":"replace","path":"/rules/0/verbs","value":["get"]}]']);
    const preview = await command(["preview", "--refresh"]);
    expect(preview.code, preview.output).toBe(0);
    expect(preview.stdout).toMatch(/streaming-operator-leader-role/);
    const up = await command(["up", "--refresh"]);
    expect(up.code, up.output).toBe(0);
    expect(up.output).toMatch(/1 updated/);
    expect(await read()).toEqual(before);
  });

  test("stops a job with small bundles in preview, with field, value, limit and remedy", async () => {
    const message = await withProgram(jobWith({ bundles: { size: 1000 } }), ({ stack }) =>
      stack.preview().then(() => "passed", engineErrors),
    );
    expect(message).toMatch(/\[mandatory\]\s+bundle-size/);
    expect(message).toMatch(
      /bundle size is 1000; the limit is 10000 to 100000 elements: set bundles\.size to at least 10000 .*--maxBundleSize=10000/,
    );
  });

  test("stops a job that checkpoints every 5 minutes in preview", async () => {
    const checkpoints = { interval: "5 min", timeout: "5 min" };
    const message = await withProgram(jobWith({ checkpoints }), ({ stack }) => stack.preview().then(() => "passed", engineErrors));
    expect(message).toMatch(/\[mandatory\]\s+checkpoint-interval/);
    expect(message).toMatch(
      /checkpointing interval is 5 min; the limit is 1 s to 60 s: set checkpoints\.interval to at least 1 s and at most 60 s/,
    );
  });

  test("stops in preview what the definition's schema refuses", async () => {
    const wrong = () =>
      void new k8s.apiextensions.CustomResource("wrong", {
        apiVersion: "flink.apache.org/v1beta1",
        kind: "FlinkDeployment",
        metadata: { name: "wrong", namespace: NAMESPACE },
        spec: { flinkVersion: "v9_9", job: { parallelism: "four" } },
      });
    const message = await withProgram(jobWith({}), ({ stack }) => stack.preview().then(() => "passed", engineErrors), wrong);
    expect(message).toMatch(/spec\.job\.parallelism/);
    expect(message).toMatch(/spec\.flinkVersion/);
    const { items } = await (await kubectl()).json<{ items: readonly unknown[] }>(["get", "flinkdeployments", "-A"]);
    expect(items).toHaveLength(1);
  });

  test("fails an up whose class does not exist long before its patience ends, with Flink's own error", async () => {
    const broken = environmentWith((environment) => ({
      ...environment,
      jobs: { ...environment.jobs, broken: { ...environment.jobs[JOB]!, entryClass: "com.example.DoesNotExist" } },
    }));
    await withProgram(broken, async ({ stack }) => {
      const began = Date.now();
      const message = await stack.up().then(() => "passed", engineErrors);
      expect(message).toMatch(/broken (is FAILED|does not start)/);
      expect(message).toContain("ClassNotFoundException: com.example.DoesNotExist");
      expect(Date.now() - began).toBeLessThan(300_000); // of a startTimeout of 10 min
    });
    const result = await command(["up"]);
    expect(result.code, result.output).toBe(0);
    expect(result.output).toMatch(/\d+ deleted/);
  });

  test("goes on after down and start where it was, and leaves nothing behind when it is down", async () => {
    const before = (await status()).jobs[0]!.checkpoints;
    const down = await command(["down"]);
    expect(down.code, down.output).toBe(0);
    expect(await leftoversOf(stateFolder("local"))).toEqual(NOTHING);
    const again = await command(["start"]);
    expect(again.code, again.output).toBe(0);
    expect(again.output).toMatch(/0 changes/);
    const number = (file: string | null) => Number(/chk-(\d+)$/.exec(file ?? "")?.[1]);
    expect(number((await status()).jobs[0]!.checkpoints.lastPath)).toBeGreaterThan(number(before.lastPath));
  });

  test("is gone with its state when it is purged", async () => {
    const cache = mkdtempSync(path.join(tmpdir(), "beam-flink-purged-"));
    const result = await command(["down", "--purge"], { env: { BEAM_FLINK_CACHE: cache } });
    expect(result.code, result.output).toBe(0);
    expect(await leftoversOf(stateFolder("local"))).toEqual(NOTHING);
    expect(readdirSync(root)).toEqual([]);
    expect(() => statSync(cache)).toThrow(/ENOENT/);
  });
});
