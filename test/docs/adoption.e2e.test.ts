/**
 * The steps of docs/migrating-from-yaml.md on the real engine and a real API server: a FlinkDeployment that somebody applied comes into a
 * stack untouched, and the program then changes it in place. No operator runs here: the test says what one would report.
 */
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import type * as k8s from "@pulumi/kubernetes";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { orders } from "../../docs/examples/migration/orders.ts";
import { FileSystem, isObject, readPath } from "../../model/index.ts";
import { ApiServer, flinkDeploymentCrd, namespaceObject, until } from "../model/admission/apiServer.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { openTestStack, type TestStack } from "../support/testStack.ts";
import { MANIFEST } from "./migration.ts";
import { ROOT } from "./pages.ts";

const JOBS = "/apis/flink.apache.org/v1beta1/namespaces/orders/flinkdeployments";
const STORAGE = { uri: "s3://acme-streaming-state", fileSystem: FileSystem.S3Hadoop };

let plane: ControlPlane;
let api: ApiServer;
let target: TestStack;

beforeAll(async () => {
  plane = await startControlPlane();
  api = await ApiServer.of(plane);
  vi.stubEnv("KUBECONFIG", plane.kubeconfig); // by which the job is watched
  for (const object of [await flinkDeploymentCrd(), namespaceObject("orders")])
    await plane.run(["apply", "--server-side", "-f", "-"], JSON.stringify(object));
  await until("the definition is served", async () =>
    api.request("GET", JOBS).then(
      ({ code }) => code === 200,
      () => false,
    ),
  );
  // As a person has applied it.
  await plane.run(["apply", "-f", "-"], readFileSync(MANIFEST, "utf8"));
  target = await openTestStack(plane);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await target?.close();
  api?.close();
  await plane?.stop();
});

const live = async () => {
  const { body } = await api.request("GET", `${JOBS}/orders`);
  const at = (...fields: string[]) => readPath(body, fields);
  return { uid: at("metadata", "uid"), generation: at("metadata", "generation"), interval: at("spec", "job", "args") };
};

/** The job with the test's provider, which runs its program anew each time. */
const program = (provider: k8s.Provider) => {
  orders(STORAGE, { provider });
  return {};
};

describe("a FlinkDeployment that somebody applied", () => {
  test("is not taken over by a program that only declares it", async () => {
    target.use(program);
    await expect(target.stack.up()).rejects.toThrow(/already exists/);
    expect((await live()).generation).toBe(1);
  });

  test("comes into the stack without a change", async () => {
    target.use(() => {});
    await target.stack.up(); // the provider, which the import names
    const before = await live();
    const [provider] = await urnsOf("pulumi:providers:kubernetes");
    await importResources({
      nameTable: { cluster: provider! },
      resources: [
        { type: "beam-flink:index:BeamJob", name: "orders", component: true },
        {
          type: "kubernetes:flink.apache.org/v1beta1:FlinkDeployment",
          name: "orders-deployment",
          id: "orders/orders",
          parent: "orders",
          provider: "cluster",
        },
      ],
    });
    expect(await live()).toEqual(before);
  });

  test("is then changed in place, once", async () => {
    target.use(program);
    const before = await live();
    const preview = await target.stack.preview(); // the job, and the arguments of its component
    expect(preview.changeSummary).toEqual({ same: 2, update: 2 });
    const [result] = await Promise.all([target.stack.up(), reportStable(2)]);
    expect(result.summary.resourceChanges).toEqual({ same: 2, update: 2 });
    const after = await live();
    expect([after.uid, after.generation]).toEqual([before.uid, 2]);
    expect(after.interval).toContain("--maxParallelism=128");
    expect((await target.stack.preview()).changeSummary).toEqual({ same: 4 });
  });
});

/** The command of the page. It asks the language host for nothing that the stand-in does not know. */
async function importResources(file: object): Promise<void> {
  const { workspace, name } = target.stack;
  const { workDir, envVars } = workspace;
  await writeFile(path.join(workDir, "import.json"), JSON.stringify(file));
  await execa(
    workspace.pulumiCommand.command,
    ["import", "--file", "import.json", "--protect=false", "--generate-code=false", "--yes", "--skip-preview", "--stack", name],
    { cwd: workDir, env: { ...envVars, PATH: `${path.join(ROOT, "local", "bin")}:${envVars["PATH"] ?? ""}` } },
  );
}

async function urnsOf(type: string): Promise<string[]> {
  const { deployment } = await target.stack.exportStack();
  const resources = isObject(deployment) ? readPath(deployment, ["resources"]) : [];
  return (Array.isArray(resources) ? resources : [])
    .filter((resource) => readPath(resource, ["type"]) === type)
    .map((resource) => String(readPath(resource, ["urn"])));
}

/** What an operator reports of a job of that generation. */
async function reportStable(generation: number): Promise<void> {
  while ((await live()).generation !== generation) await sleep(200);
  const lastReconciledSpec = JSON.stringify({ spec: { job: { state: "running" } }, resource_metadata: { metadata: { generation } } });
  const status = {
    lifecycleState: "STABLE",
    jobStatus: { state: "RUNNING" },
    reconciliationStatus: { lastReconciledSpec, state: "DEPLOYED" },
  };
  await api.request("PATCH", `${JOBS}/orders/status`, { status }, "application/merge-patch+json");
}
