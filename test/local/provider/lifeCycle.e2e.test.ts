/** The life of a stack through the stand-in provider: the real Pulumi engine, a real API server. */
import * as k8s from "@pulumi/kubernetes";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type ControlPlane, startControlPlane } from "../../support/controlPlane.ts";
import { pipeline, type PipelineArgs, pipelineCrd } from "../../support/pipelineKind.ts";
import { openTestStack, type TestProgram, type TestStack } from "../../support/testStack.ts";

// A run takes 1 to 3 s on an idle machine; the first one may have to build the tools.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 1_800_000 });

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

const NAMESPACE = "team-a";

function program(args: Partial<PipelineArgs> = {}, settings = "INFO"): TestProgram {
  return (provider) => {
    const crd = pipelineCrd(provider);
    const namespace = new k8s.core.v1.Namespace("namespace", { metadata: { name: NAMESPACE } }, { provider });
    const inNamespace = { namespace: namespace.metadata.name };
    const config = new k8s.core.v1.ConfigMap("settings", { metadata: inNamespace, data: { "log.level": settings } }, { provider });
    void new k8s.rbac.v1.Role(
      "flink",
      { metadata: { ...inNamespace, name: "flink" }, rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] },
      { provider },
    );
    pipeline("job", { name: "job", ...inNamespace, ...args }, { provider, dependsOn: crd });
    return { config: config.metadata.name };
  };
}

const get = (kind: string, name: string, path: string) => plane.run(["-n", NAMESPACE, "get", kind, name, "-o", `jsonpath={${path}}`]);

describe("a stack with a CRD, a namespace and what needs both", () => {
  test("is previewed whole before anything exists, and changes nothing", async () => {
    target.use(program());
    expect((await target.stack.preview()).changeSummary).toEqual({ create: 7 });
    await expect(plane.run(["get", "namespace", NAMESPACE])).rejects.toThrow("not found");
  });

  test("is made in one up, with ids and automatic names as the official plugin gives them", async () => {
    const { summary, outputs } = await target.stack.up();
    expect(summary.resourceChanges).toEqual({ create: 7 });
    expect(outputs["config"]?.value).toMatch(/^settings-[0-9a-f]{8}$/);
    expect(await get("pipeline", "job", ".spec")).toBe('{"job":{"parallelism":2},"mode":"standalone"}');
    expect(await target.stateText()).toContain(`"id":"${NAMESPACE}/job"`);
  });

  test("is left alone by another up and another preview", async () => {
    expect((await target.stack.up()).summary.resourceChanges).toEqual({ same: 7 });
    expect((await target.stack.preview()).changeSummary).toEqual({ same: 7 });
  });

  test("shows exactly the changed field in a preview, and changes it in place", async () => {
    const uid = await get("pipeline", "job", ".metadata.uid");
    target.use(program({ spec: { job: { parallelism: 4 } } }));
    const { changeSummary, stdout } = await target.stack.preview({ diff: true, color: "never" });
    expect(changeSummary).toEqual({ same: 6, update: 1 });
    expect(stdout).toMatch(/~ parallelism: 2 => 4/);
    expect((await target.stack.up()).summary.resourceChanges).toEqual({ same: 6, update: 1 });
    expect(await get("pipeline", "job", ".spec.job.parallelism")).toBe("4");
    expect(await get("pipeline", "job", ".metadata.uid")).toBe(uid);
  });

  test("finds what others changed by a refresh, says who did, and puts it right when told to", async () => {
    await plane.run(["-n", NAMESPACE, "patch", "pipeline", "job", "--type=merge", "-p", '{"spec":{"job":{"parallelism":9}}}']);
    await plane.run(["-n", NAMESPACE, "delete", "role", "flink"]);
    const refreshed = await target.stack.preview({ refresh: true }).catch((error: unknown) => String(error));
    expect(refreshed).toContain('.spec.job.parallelism: conflict with "kubectl-patch"');
    target.use(program({ spec: { job: { parallelism: 4 } } }), { enablePatchForce: true });
    expect((await target.stack.up({ refresh: true })).summary.resourceChanges).toMatchObject({ create: 1, update: 2 });
    expect(await get("pipeline", "job", ".spec.job.parallelism")).toBe("4");
    expect(await get("role", "flink", ".rules[0].verbs[0]")).toBe("get");
  });

  test("sees no drift in values that the server spells or defaults otherwise", async () => {
    expect((await target.stack.refresh()).summary.resourceChanges).toEqual({ same: 7 });
  });

  test("replaces a renamed object, the new one first", async () => {
    target.use(program({ name: "renamed", spec: { job: { parallelism: 4 } } }), { enablePatchForce: true });
    expect((await target.stack.up()).summary.resourceChanges).toEqual({ same: 6, replace: 1 });
    expect(await plane.run(["-n", NAMESPACE, "get", "pipelines", "-o", "name"])).toBe("pipeline.test.example/renamed");
  });

  test("gives a ConfigMap with another content another name", async () => {
    const before = (await target.stack.outputs())["config"]?.value;
    target.use(program({ name: "renamed", spec: { job: { parallelism: 4 } } }, "DEBUG"), { enablePatchForce: true });
    const { summary, outputs } = await target.stack.up();
    expect(summary.resourceChanges).toEqual({ same: 6, replace: 1 });
    expect(outputs["config"]?.value).not.toBe(before);
    expect(await get("configmap", String(outputs["config"]?.value), ".data.log\\.level")).toBe("DEBUG");
  });

  test("waits for finalizers when a custom resource is deleted, and says which", async () => {
    await plane.run([
      "-n",
      NAMESPACE,
      "patch",
      "pipeline",
      "renamed",
      "--type=merge",
      "-p",
      '{"metadata":{"finalizers":["test.example/hold"]}}',
    ]);
    let said = "";
    let releasing: Promise<string> | undefined;
    const release = () =>
      plane.run(["-n", NAMESPACE, "patch", "pipeline", "renamed", "--type=merge", "-p", '{"metadata":{"finalizers":null}}']);
    await target.stack.destroy({
      onEvent: ({ diagnosticEvent }) => {
        said += diagnosticEvent?.message ?? "";
        if (said.includes("held by finalizers test.example/hold")) releasing ??= release();
      },
    });
    expect(releasing).toBeDefined();
    await releasing;
  });

  test("leaves nothing behind when it is destroyed", async () => {
    expect(await plane.run(["get", "crd", "-o", "name"])).toBe("");
    expect(await plane.run(["get", "namespace", "-o", "name"])).not.toContain(NAMESPACE);
  });
});
