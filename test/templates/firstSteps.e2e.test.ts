/**
 * A new user's first steps with the real CLI on a real API server: stand-ins report what nodes and the operator would do.
 * test/running/firstSteps.test.ts goes the same way on real Flink.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ApiServer, flinkDeploymentCrd, until } from "../model/admission/apiServer.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { installPackage } from "../support/packedPackage.ts";
import { startStandInKubelet } from "../support/standInKubelet.ts";
import { startStandInOperator } from "../support/standInOperator.ts";
import { bringUpJob, bringUpPlatform, JOB, PLATFORM, preview, takeDown } from "./firstSteps.ts";
import { type Machine, newMachine } from "./instance.ts";

let plane: ControlPlane;
let machine: Machine;
const atEnd: (() => unknown)[] = [];

beforeAll(async () => {
  plane = await startControlPlane();
  atEnd.push(() => plane.stop());
  const api = await ApiServer.of(plane);
  await plane.run(["apply", "--server-side", "-f", "-"], JSON.stringify(await flinkDeploymentCrd()));
  await until("the definition is served", async () =>
    api.request("GET", "/apis/flink.apache.org/v1beta1/flinkdeployments").then(
      ({ code }) => code === 200,
      () => false, // the server answers with plain text until then
    ),
  );
  const standIns = [startStandInKubelet(api), startStandInOperator(api)];
  atEnd.push(() => api.close(), ...standIns.map(({ stop }) => stop));
  const folder = await mkdtemp(path.join(tmpdir(), "beam-flink-first-steps-"));
  atEnd.push(() => rm(folder, { recursive: true, force: true }));
  machine = await newMachine(folder, await installPackage(folder), {
    KUBECONFIG: plane.kubeconfig,
    BEAM_FLINK_KUBECTL: plane.kubectl,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  });
});
afterAll(async () => {
  for (const end of atEnd.toReversed()) await end();
});

const kubectl = async (...args: readonly string[]): Promise<unknown> => JSON.parse(await plane.run([...args, "-o", "json"]));

test("a platform comes up from its template", async () => {
  // Those of the definition that is there.
  const versions = { "versions.beam": "2.70.0", "versions.flink": "1.19.1", "versions.operator": "1.10.0" };
  const settings = { "jobNamespaces[0]": "first-steps", "operator.crds.skip": "true", ...versions };
  const keys = { accessKey: "an-access-key", secretKey: "a-secret-key" };
  const output = await bringUpPlatform(machine, { bucketUrl: "http://minio.storage.svc:9000", bucket: "flink", ...keys, settings });
  expect(output).toMatch(/Resources:\n +\+ \d+ created/);
  expect(output).not.toMatch(/an-access-key|a-secret-key/);
  await kubectl("get", "namespace", "first-steps");
});

test("a job finds it by the name of its stack, and keeps its state in its bucket", async () => {
  const output = await bringUpJob(machine, { image: "registry.example.com/orders:1", entryClass: "com.example.Orders", parallelism: 2 });
  expect(output).toMatch(/state *: "STABLE"/);
  expect(output).toMatch(/directory *: "s3:\/\/flink\/orders"/);
  expect(await kubectl("-n", "first-steps", "get", "flinkdeployment", JOB)).toMatchObject({
    spec: { image: "registry.example.com/orders:1", job: { parallelism: 2 } },
  });
  const { items } = (await kubectl("-n", "first-steps", "get", "secrets")) as { items: { data: Record<string, string> }[] };
  const keys = items.map(({ data }) => Buffer.from(data["AWS_SECRET_ACCESS_KEY"] ?? "", "base64").toString());
  expect(keys).toEqual(["a-secret-key"]);
});

test("neither project has a secret in the open", async () => {
  for (const project of [PLATFORM, JOB]) {
    const state = await readFile(path.join(machine.folder, "state", ".pulumi", "stacks", project, "dev.json"), "utf8");
    expect(state).not.toMatch(/an-access-key|a-secret-key/);
  }
});

test("a second look finds nothing to change, and both can be taken down", async () => {
  for (const project of [PLATFORM, JOB]) {
    const { code, output } = await preview(machine, project);
    expect(code, output).toBe(0);
  }
  await takeDown(machine);
  await expect(kubectl("get", "namespace", "first-steps")).rejects.toThrow(/not found/);
});
