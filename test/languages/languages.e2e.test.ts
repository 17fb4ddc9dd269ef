/**
 * The components in YAML and in Python, by the real CLI on a real API server: the YAML host is the official one, built from its Go module,
 * and the Python program runs inline, which needs no host. Flink's operator and the kubernetes plugin have their stand-ins.
 */
import { readFile, symlink, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { serve } from "../../local/provider/server.ts";
import { readPath } from "../../model/index.ts";
import { ApiServer, flinkDeploymentCrd, namespaceObject, until } from "../model/admission/apiServer.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { generateSdk, SCHEMA_FILE } from "../support/languages/generateSdk.ts";
import { type Ended, type LanguageProject, openLanguageProject } from "../support/languages/languageProject.ts";
import { pythonPath } from "../support/languages/pythonSdk.ts";
import { savepointOf, startStandInOperator } from "../support/standInOperator.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 1_800_000 });

const JOBS = "/apis/flink.apache.org/v1beta1/namespaces/jobs/flinkdeployments";
const folder = (name: string) => path.join(import.meta.dirname, name);

let plane: ControlPlane;
let api: ApiServer;
let kubeconfig: string;
let attached: string;
const atEnd: (() => unknown)[] = [];

beforeAll(async () => {
  plane = await startControlPlane();
  atEnd.push(() => plane.stop());
  api = await ApiServer.of(plane);
  kubeconfig = await readFile(plane.kubeconfig, "utf8");
  for (const object of [await flinkDeploymentCrd(), namespaceObject("jobs")])
    await plane.run(["apply", "--server-side", "-f", "-"], JSON.stringify(object));
  await until("the definition is served", async () =>
    api.request("GET", JOBS).then(
      ({ code }) => code === 200,
      () => false, // the server answers with plain text until then
    ),
  );
  const operator = startStandInOperator(api);
  const provider = await serve({ kubectl: plane.kubectl });
  attached = `kubernetes:${provider.port}`;
  atEnd.push(
    () => api.close(),
    () => operator.stop(),
    () => provider.close(),
  );
});

afterAll(async () => {
  for (const end of atEnd.toReversed()) await end();
});

/** A field of the job on the API server. */
async function live(job: string, ...field: string[]): Promise<unknown> {
  const { code, body } = await api.request("GET", `${JOBS}/${job}`);
  return code === 404 ? undefined : readPath(body, field);
}

/** Fails with what the program said. */
function succeeded(ended: Ended): Ended {
  if (ended.code !== 0) throw new Error(ended.output);
  return ended;
}

/** No failure of ours shows people our code. */
function expectNoStack({ output }: Ended): void {
  expect(output).not.toMatch(/^\s+at .*(?:provider|components)\//m);
}

describe("the provider", () => {
  test("serves the schema, and can be added to a project, without the Node.js host", async () => {
    const project = await openLanguageProject(folder("yaml"), attached);
    atEnd.push(() => project.close());
    const program = path.join(project.dir, "plugin", "pulumi-resource-beam-flink");
    const { stdout } = succeeded(await project.pulumi("package", "get-schema", program));
    const served = JSON.parse(stdout) as { resources: object; types: object };
    const committed = JSON.parse(await readFile(SCHEMA_FILE, "utf8")) as typeof served;
    expect([Object.keys(served.resources), Object.keys(served.types)]).toEqual([
      Object.keys(committed.resources).toSorted(),
      Object.keys(committed.types).toSorted(),
    ]);
    succeeded(await project.pulumi("package", "add", program));
    expect(await readFile(path.join(project.dir, "Pulumi.yaml"), "utf8")).toMatch(/packages:\n\s+beam-flink: beam-flink@\d/);
  });
});

describe("the SDKs of Pulumi's generators", () => {
  test("can be made for Go, and for Node.js, where the compiler takes it", async () => {
    const project = await openLanguageProject(folder("yaml"), attached);
    atEnd.push(() => project.close());
    await generateSdk("go", path.join(project.dir, "go"));
    const sdk = path.join(project.dir, "nodejs");
    await generateSdk("nodejs", sdk);
    await symlink(path.join(import.meta.dirname, "../../node_modules"), path.join(sdk, "node_modules"));
    const compiler = path.join(sdk, "node_modules", "typescript", "bin", "tsc");
    expect(await project.run(process.execPath, [compiler, "--noEmit", "--project", sdk])).toMatchObject({ code: 0, output: "" });
  });
});

describe("a program in YAML", () => {
  let project: LanguageProject;
  let text: string;

  beforeAll(async () => {
    project = await openLanguageProject(folder("yaml"), attached);
    atEnd.push(() => project.close());
    text = await readFile(path.join(project.dir, "Pulumi.yaml"), "utf8");
    succeeded(await project.pulumi("stack", "init", "dev"));
    const secrets = ["--secret", `kubeconfig=${kubeconfig}`, "--secret", "secretKey=yaml-secret"];
    succeeded(await project.pulumi("config", "set-all", ...secrets));
  });

  /** Changes one place of the program. */
  async function change(from: string, to: string): Promise<void> {
    expect(text).toContain(from);
    await writeFile(path.join(project.dir, "Pulumi.yaml"), text.replace(from, to));
  }

  test("brings up a platform with a job, and a job beside it", async () => {
    await change("protect: false", "protect: true");
    succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
    const outputs = succeeded(await project.pulumi("stack", "output", "--json"));
    expect(JSON.parse(outputs.stdout)).toEqual({
      bucketUri: "s3://flink",
      directory: "s3://flink/payments",
      jobStates: { orders: "STABLE" },
      kubeconfig: "[secret]",
      state: "STABLE",
    });
    expect(await live("orders", "spec", "image")).toBe("registry.example.com/orders:1");
    expect(await live("payments", "spec", "flinkConfiguration", "state.checkpoints.dir")).toBe("s3://flink/payments/checkpoints");
  });

  test("keeps secrets, and passes resource options on to what is in the component", async () => {
    const state = await project.stateText("languages-yaml", "dev");
    expect(state).not.toMatch(/yaml-access|yaml-secret|certificate-authority/);
    const { checkpoint } = JSON.parse(state) as { checkpoint: { latest: { resources: { urn: string; protect?: boolean }[] } } };
    const names = checkpoint.latest.resources.filter((resource) => resource.protect).map(({ urn }) => urn.split("::").at(-1));
    expect(names).toEqual(["payments", "payments-deployment"]);
  });

  test("changes nothing when it has not changed", async () => {
    expect(succeeded(await project.pulumi("preview", "--expect-no-changes")).output).toMatch(/12 unchanged/);
  });

  // The YAML language checks the names and types of a program against the schema, line by line, and the rest is the component's.
  test.each([
    ["a misspelt property", "entryClass: com.example.P", "entryclass: com.example.P", ["Missing required property 'entryClass'"]],
    [
      "one of a nested type, the nearest name first",
      "interval: 5 s",
      "intervall: 5 s",
      ["intervall does not exist on 'beam-flink:index:CheckpointSettings'", "Existing properties are: interval,"],
    ],
    ["a text for a number", "interval: 5 s", "retained: many", ["retained: Cannot assign type 'string' to type 'number'"]],
    [
      "a value of no enum, and a secret in plain text",
      "interval: 5 s",
      'mode: never, timeout: "${secretKey}"',
      [
        'jobs.orders.checkpoints.mode is "never", and must be one of "exactly-once", "at-least-once".',
        "jobs.orders.checkpoints.timeout must not be a secret",
      ],
    ],
    [
      "a value that breaks a rule",
      "interval: 5 s",
      "interval: 5 y",
      ['StreamingPlatform "platform": jobs.orders.checkpoints.interval is "5 y": must be a Flink duration such as "10 s".'],
    ],
  ])("is told of %s", async (_, from, to, told) => {
    await change(from, to);
    const ended = await project.pulumi("preview");
    expect(ended.code).not.toBe(0);
    for (const sentence of told) expect(ended.output).toContain(sentence);
    expectNoStack(ended);
  });

  test("fails with the operator's own words when a job does not start", async () => {
    await change("registry.example.com/payments:1", "registry.example.com/payments:broken");
    const ended = await project.pulumi("up", "--yes", "--skip-preview");
    expect(ended.code).not.toBe(0);
    expect(ended.output).toContain("payments is FAILED: ClassNotFoundException: com.example.Missing");
    expectNoStack(ended);
  });

  test("drains a job that is destroyed with its program", async () => {
    await writeFile(path.join(project.dir, "Pulumi.yaml"), text);
    succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
    const told = succeeded(await project.pulumi("destroy", "--yes", "--skip-preview", "--run-program")).output;
    expect(told).toContain(`payments is drained. Its savepoint, for initialSavepoint of a new job: ${savepointOf("payments")}`);
    expect([await live("orders"), await live("payments")]).toEqual([undefined, undefined]);
  });
});

describe("a program in Python", () => {
  let project: LanguageProject;
  let environment: Record<string, string>;

  beforeAll(async () => {
    project = await openLanguageProject(folder("python"), attached);
    atEnd.push(() => project.close());
    environment = { PYTHONPATH: await pythonPath(), PYTHONDONTWRITEBYTECODE: "1", TEST_KUBECONFIG: kubeconfig };
  });

  const run = (command: string, changes: object = {}) =>
    project.run("python3", ["streaming.py", "dev", command], { ...environment, TEST_CHANGES: JSON.stringify(changes) });

  test("brings up a platform with a job, and a job beside it, and keeps secrets", async () => {
    const { stdout } = succeeded(await run("up"));
    expect(JSON.parse(stdout)).toEqual({
      bucketUri: { value: "s3://flink", secret: false },
      directory: { value: "s3://flink/views", secret: false },
      jobStates: { value: { clicks: "STABLE" }, secret: false },
      kubeconfig: { value: kubeconfig, secret: true },
    });
    expect(await live("clicks", "spec", "flinkConfiguration", "execution.checkpointing.tolerable-failed-checkpoints")).toBe("5");
    expect(await live("views", "spec", "flinkConfiguration", "state.backend.type")).toBe("hashmap");
    expect(await project.stateText("languages-python", "dev")).not.toMatch(/python-access|python-secret|certificate-authority/);
  });

  test.each([
    // By the SDK, before it asks the engine.
    ["a misspelt property", { imagee: "x" }, ["BeamJob._internal_init() got an unexpected keyword argument 'imagee'"]],
    ["a missing one", { image: null }, ["Missing required property 'image'"]],
    [
      "a misspelt one of a nested type, and a text for a number",
      { checkpoints: { tolerable_failure: 3 }, parallelism: "four" },
      [
        'BeamJob "views": checkpoints.tolerable_failure is not known: CheckpointSettings has no such property. Did you mean tolerable_failures?',
        'BeamJob "views": parallelism must be a number, and is a text. Give it as a number.',
      ],
    ],
  ])("is told of %s", async (_, changes, told) => {
    const ended = await run("up", changes);
    expect(ended.code).not.toBe(0);
    for (const sentence of told) expect(ended.output).toContain(sentence);
    expectNoStack(ended);
  });

  test("is destroyed without its program", async () => {
    succeeded(await run("destroy"));
    expect([await live("clicks"), await live("views")]).toEqual([undefined, undefined]);
  });
});
