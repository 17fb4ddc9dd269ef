/** Less usual ways to declare objects, through the real engine and a real API server. */
import { readFile } from "node:fs/promises";
import * as k8s from "@pulumi/kubernetes";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type ControlPlane, startControlPlane } from "../../support/controlPlane.ts";
import { openTestStack, type TestProgram, type TestStack } from "../../support/testStack.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 1_800_000 });

let plane: ControlPlane;
let target: TestStack;

beforeAll(async () => {
  plane = await startControlPlane();
  target = await openTestStack(plane);
});

afterEach(() => target.stack.destroy());

afterAll(async () => {
  await target?.close();
  await plane?.stop();
});

test("an object that others own is read by its id, and not deleted with the stack", async () => {
  // A controller makes it some moments after the namespace.
  await vi.waitFor(() => plane.run(["get", "configmap", "kube-root-ca.crt"]), { timeout: 60_000 });
  target.use((provider) => ({
    ca: k8s.core.v1.ConfigMap.get("ca", "default/kube-root-ca.crt", { provider }).metadata.name,
  }));
  expect((await target.stack.up()).outputs["ca"]?.value).toBe("kube-root-ca.crt");
  await target.stack.destroy();
  expect(await plane.run(["get", "configmap", "kube-root-ca.crt", "-o", "name"])).toContain("configmap/");
});

test("an object that others made is imported, and changed like any other from then on", async () => {
  await plane.run(["create", "configmap", "old", "--from-literal=a=1"]);
  const program = (labels: Record<string, string>, options: { import?: string }): TestProgram => {
    return (provider) =>
      void new k8s.core.v1.ConfigMap(
        "old",
        { metadata: { namespace: "default", name: "old", labels }, data: { a: "1" } },
        { provider, ...options },
      );
  };
  target.use(program({}, { import: "default/old" }));
  expect((await target.stack.up()).summary.resourceChanges).toMatchObject({ import: 1 });
  target.use(program({ team: "a" }, {}));
  expect((await target.stack.up()).summary.resourceChanges).toMatchObject({ update: 1 });
  expect(await plane.run(["get", "configmap", "old", "-o", "jsonpath={.metadata.labels.team}{.data.a}"])).toBe("a1");
});

test("two providers in one program keep their own settings", async () => {
  const kubeconfig = await readFile(plane.kubeconfig, "utf8");
  target.use((provider) => {
    const other = new k8s.Provider("other", { kubeconfig, namespace: "kube-public" });
    void new k8s.core.v1.ConfigMap("here", { metadata: { name: "here" } }, { provider });
    void new k8s.core.v1.ConfigMap("there", { metadata: { name: "there" } }, { provider: other });
  });
  await target.stack.up();
  const found = await plane.run(["get", "configmap", "-A", "-o", "jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name} {end}"]);
  expect(found).toContain("default/here ");
  expect(found).toContain("kube-public/there ");
});

test("a provider may be configured by a value that the same run makes", async () => {
  const kubeconfig = await readFile(plane.kubeconfig, "utf8");
  target.use((provider) => {
    const marker = new k8s.core.v1.ConfigMap("marker", { metadata: { name: "marker" } }, { provider });
    const later = new k8s.Provider("later", { kubeconfig: marker.metadata.uid.apply(() => kubeconfig) });
    void new k8s.core.v1.ConfigMap("behind", { metadata: { name: "behind" } }, { provider: later });
  });
  expect((await target.stack.preview()).changeSummary).toEqual({ create: 5 });
  expect((await target.stack.up()).summary.resourceChanges).toEqual({ create: 5 });
  expect((await target.stack.up()).summary.resourceChanges).toEqual({ same: 5 });
});

test("a named object with a changed immutable field is deleted before it is made anew, even if nobody waits for its end", async () => {
  const deployment = (app: string): TestProgram => {
    return (provider) => {
      const labels = { app };
      const template = { metadata: { labels }, spec: { containers: [{ name: "web", image: "registry.example/web:1" }] } };
      const metadata = { namespace: "default", name: "web", annotations: { "pulumi.com/skipAwait": "true" } };
      void new k8s.apps.v1.Deployment("web", { metadata, spec: { selector: { matchLabels: labels }, template } }, { provider });
    };
  };
  target.use(deployment("a"));
  await target.stack.up();
  target.use(deployment("b"));
  expect((await target.stack.up()).summary.resourceChanges).toEqual({ same: 2, replace: 1 });
  expect(await plane.run(["get", "deployment", "web", "-o", "jsonpath={.spec.selector.matchLabels.app}"])).toBe("b");
});
