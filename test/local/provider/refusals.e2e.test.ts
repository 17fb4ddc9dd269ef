/** What the stand-in provider refuses, when, and in which words; and that none of the words are secret. */
import { readFile } from "node:fs/promises";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { engineErrors } from "../../../local/pulumi/engine.ts";
import { type ControlPlane, startControlPlane } from "../../support/controlPlane.ts";
import { pipeline, PIPELINE_CRD, pipelineCrd } from "../../support/pipelineKind.ts";
import { openTestStack, type TestProgram, type TestStack } from "../../support/testStack.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 1_800_000 });

const SECRET = "hunter2-SECRET";

let plane: ControlPlane;
let target: TestStack;

beforeAll(async () => {
  plane = await startControlPlane();
  target = await openTestStack(plane);
});

afterAll(async () => {
  await target?.close();
  await plane?.stop();
});

/** The readable part of the failure of `program`. */
async function failureOf(program: TestProgram, action: "preview" | "up" = "preview", args: k8s.ProviderArgs = {}): Promise<string> {
  target.use(program, args);
  const error: unknown = await (action === "up" ? target.stack.up() : target.stack.preview()).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (error === undefined) throw new Error(`the ${action} did not fail`);
  const text = engineErrors(error);
  expect(text).not.toMatch(/^\s+at /m);
  return text;
}

const inDefault = { namespace: "default" };
const wrongType = { spec: { job: { parallelism: "four" } } };

describe("a custom resource that its schema does not allow", () => {
  test("fails the preview when the CRD is only planned in the same run", async () => {
    const said = await failureOf((provider) => {
      pipeline("job", { ...inDefault, name: "job", ...wrongType }, { provider, dependsOn: pipelineCrd(provider) });
    });
    expect(said).toMatch(/Pipeline default\/job is not valid:\s+spec\.job\.parallelism: must be of type integer, not string/);
  });

  test("fails the preview with all its mistakes when the CRD is installed", async () => {
    await plane.run(
      ["apply", "--server-side", "-f", "-"],
      JSON.stringify({ apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", ...PIPELINE_CRD }),
    );
    await vi.waitFor(() => plane.run(["get", "pipelines", "-A"]), { timeout: 30_000 });
    const said = await failureOf((provider) => {
      const namespace = new k8s.core.v1.Namespace("planned", { metadata: { name: "planned" } }, { provider });
      pipeline(
        "job",
        { namespace: namespace.metadata.name, name: "job", spec: { mode: "natve", setings: {}, job: { parallelism: "four" } } },
        { provider },
      );
    });
    expect(said).toContain("Pipeline planned/job is not valid:");
    expect(said).toMatch(/spec\.job\.parallelism: .*must be of type integer/);
    expect(said).toMatch(/spec\.mode: .*supported values: "native", "standalone"/i);
    expect(said).toMatch(/spec\.setings: unknown field/);
  });

  test("fails the preview beside a value that is not known yet", async () => {
    const said = await failureOf((provider) => {
      const config = new k8s.core.v1.ConfigMap("config", { metadata: inDefault, data: {} }, { provider });
      pipeline("job", { ...inDefault, spec: { settings: { owner: config.metadata.uid }, job: { parallelism: "four" } } }, { provider });
    });
    expect(said).toMatch(/spec\.job\.parallelism: .*must be of type integer/);
  });

  test("is judged by the CRD as this run changes it, in the preview and in the up", async () => {
    const changed = structuredClone(PIPELINE_CRD);
    Object.assign(changed.spec.versions[0]?.schema.openAPIV3Schema.properties.spec.properties ?? {}, { added: { type: "integer" } });
    const program =
      (added: unknown): TestProgram =>
      (provider) => {
        const crd = new k8s.apiextensions.v1.CustomResourceDefinition("pipelines", changed, { provider });
        pipeline("job", { ...inDefault, name: "job", spec: { added, job: {} } }, { provider, dependsOn: crd });
      };
    await plane.run(["delete", "crd", "pipelines.test.example"]);
    target.use((provider) => void pipelineCrd(provider));
    await target.stack.up();
    expect(await failureOf(program("one"))).toMatch(/spec\.added: must be of type integer, not string/);
    target.use(program(1));
    expect((await target.stack.preview()).changeSummary).toMatchObject({ create: 1, update: 1 });
    expect((await target.stack.up()).summary.resourceChanges).toMatchObject({ create: 1, update: 1 });
    await target.stack.destroy();
  });

  test("fails the preview when no CRD is there and none is planned", async () => {
    const said = await failureOf((provider) => void pipeline("job", { ...inDefault, name: "job" }, { provider }));
    expect(said).toContain("the cluster does not serve test.example/v1 Pipeline: install its CustomResourceDefinition first (dependsOn)");
  });
});

describe("what cannot be right", () => {
  test("an object in a namespace that nobody makes fails the preview", async () => {
    const said = await failureOf(
      (provider) => void new k8s.core.v1.ConfigMap("c", { metadata: { namespace: "nowhere", name: "c" } }, { provider }),
    );
    expect(said).toContain('namespaces "nowhere" not found: create the namespace first (dependsOn)');
  });

  test("a waitFor annotation that says nothing fails the preview", async () => {
    const said = await failureOf((provider) => {
      void new k8s.core.v1.ConfigMap(
        "c",
        { metadata: { ...inDefault, annotations: { "pulumi.com/waitFor": "status.phase=Running" } } },
        { provider },
      );
    });
    expect(said).toContain('"status.phase=Running" is neither jsonpath={.path}=value nor condition=Type');
  });

  test("a kubeconfig without a cluster fails the preview, and its token is not shown", async () => {
    const broken = (await readFile(plane.kubeconfig, "utf8"))
      .replace("current-context: test", "current-context: nope")
      .replace(/token: "\w+"/, `token: "${SECRET}"`);
    const said = await failureOf(() => ({}), "preview", { kubeconfig: pulumi.secret(broken) });
    expect(said).toContain("kubeconfig: ");
    expect(said).toContain("nope");
    expect(said).not.toContain(SECRET);
  });

  test("an API server that does not answer is named", async () => {
    const gone = (await readFile(plane.kubeconfig, "utf8")).replace(/127\.0\.0\.1:\d+/, "127.0.0.1:1");
    const said = await failureOf((provider) => void new k8s.core.v1.ConfigMap("c", {}, { provider }), "preview", { kubeconfig: gone });
    expect(said).toContain("cannot reach the Kubernetes API at https://127.0.0.1:1: dial tcp 127.0.0.1:1: connect: connection refused");
  });

  test("an object that exists already is not taken over", async () => {
    const said = await failureOf((provider) => void new k8s.core.v1.Namespace("d", { metadata: { name: "default" } }, { provider }), "up");
    expect(said).toContain("Namespace default already exists: import it into the stack, delete it, or choose another name");
    await target.stack.destroy();
  });

  test("what only the official plugin serves is refused by name", async () => {
    const said = await failureOf(
      (provider) => void new k8s.core.v1.ConfigMapPatch("p", { metadata: { name: "kube-root-ca.crt" } }, { provider }),
    );
    expect(said).toMatch(/kubernetes:core\/v1:ConfigMapPatch patches an object that others own: this needs the official kubernetes plugin/);
  });
});

describe("a Deployment whose pods cannot start", () => {
  afterEach(() => target.stack.destroy());

  const deployment =
    (annotations: Record<string, string> = {}): TestProgram =>
    (provider) => {
      const labels = { app: "web" };
      void new k8s.apps.v1.Deployment(
        "web",
        {
          metadata: { ...inDefault, name: "web", annotations },
          spec: {
            replicas: 2,
            selector: { matchLabels: labels },
            template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "registry.example/web:1" }] } },
          },
        },
        { provider, customTimeouts: { create: "2s", update: "2s" } },
      );
    };

  test("fails the up with what is missing, stays in the state, and is repaired by the next up", async () => {
    expect(await failureOf(deployment(), "up")).toContain(
      "Deployment default/web was applied but is not ready: timed out after 2 s, still waiting for 0 of 2 replicas ready",
    );
    expect(await target.stateText()).toContain('"initErrors"');
    target.use(deployment({ "pulumi.com/skipAwait": "true" }));
    expect((await target.stack.up()).summary.resourceChanges).toEqual({ same: 2, update: 1 });
    expect(await target.stateText()).not.toContain('"initErrors"');
  });
});

describe("secrets", () => {
  test("are in the cluster, and nowhere in the state", async () => {
    target.use((provider) => {
      const metadata = (name: string) => ({ ...inDefault, name });
      void new k8s.core.v1.Secret("s", { metadata: metadata("s"), stringData: { token: pulumi.secret(SECRET) } }, { provider });
      void new k8s.core.v1.ConfigMap(
        "c",
        { metadata: metadata("c"), data: { plain: "visible", derived: pulumi.interpolate`token=${pulumi.secret(SECRET)}` } },
        { provider },
      );
    });
    await target.stack.up();
    const token = /token: "(\w+)"/.exec(await readFile(plane.kubeconfig, "utf8"))?.[1] ?? "none";
    const base64 = Buffer.from(SECRET).toString("base64");
    const afterUp = await target.stateText();
    await target.stack.refresh();
    for (const text of [afterUp, await target.stateText()]) {
      expect(text).toContain("visible");
      for (const hidden of [SECRET, base64, token]) expect(text).not.toContain(hidden);
    }
    expect(await plane.run(["get", "secret", "s", "-o", "jsonpath={.data.token}"])).toBe(base64);
    await target.stack.destroy();
  });

  test("are not quoted when the API server refuses them", async () => {
    const said = await failureOf((provider) => {
      void new k8s.core.v1.Service(
        "s",
        { metadata: { ...inDefault, name: "s" }, spec: { ports: [{ port: 80 }], type: pulumi.secret(SECRET) } },
        { provider },
      );
      void new k8s.core.v1.Secret(
        "k",
        { metadata: { ...inDefault, name: "k" }, data: { key: pulumi.secret(`${SECRET} is not base64`) } },
        { provider },
      );
    });
    expect(said).toContain("spec.type");
    expect(said).not.toContain(SECRET);
  });
});
