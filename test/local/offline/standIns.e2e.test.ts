/** The stand-ins of the clouds under the real engine. One stack serves the tests that follow a life cycle, in their order. */
import * as aws from "@pulumi/aws";
import * as gcp from "@pulumi/gcp";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GraphResource, resourceGraph } from "../../../local/offline/resourceGraph.ts";
import { engineErrors } from "../../../local/pulumi/engine.ts";
import { type OfflineStack, openOfflineStack } from "../../support/offlineStack.ts";

const PASSWORD = "correct horse battery staple";

let offline: OfflineStack;
beforeAll(async () => {
  offline = await openOfflineStack();
});
afterAll(() => offline.close());

/** Runs the stack with this program from now on. */
function use(program: () => Record<string, unknown> | Promise<Record<string, unknown>>): void {
  offline.stack.workspace.program = async () => program();
}

async function preview(): Promise<readonly GraphResource[]> {
  const events: EngineEvent[] = [];
  await offline.stack.preview({ color: "never", onEvent: (event) => void events.push(event) });
  return resourceGraph(events);
}

const named = (graph: readonly GraphResource[], name: string) => graph.find((resource) => resource.name === name);

/** What the engine said of a preview that fails. */
async function failure(): Promise<string> {
  const error: unknown = await offline.stack.preview({ color: "never" }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error, "the preview succeeds").toBeDefined();
  return engineErrors(error);
}

/** A cluster, its Kubernetes provider, a namespace and a configuration in it, and a role. */
function clusterAndMore({ replicas = "1", clusterName = "streaming", version = "1.33" } = {}): Record<string, unknown> {
  const provider = new aws.Provider("aws", { region: "eu-central-1" });
  const role = new aws.iam.Role("role", { name: "cluster", assumeRolePolicy: JSON.stringify({ Version: "2012-10-17" }) }, { provider });
  const subnetIds = ["subnet-a", "subnet-b"];
  const args = { name: clusterName, version, roleArn: role.arn, vpcConfig: { subnetIds } };
  const cluster = new aws.eks.Cluster("cluster", args, { provider });
  const kubeconfig = pulumi.secret(pulumi.jsonStringify({ server: cluster.endpoint, ca: cluster.certificateAuthority.data }));
  const kubernetes = new k8s.Provider("kubernetes", { kubeconfig });
  const namespace = new k8s.core.v1.Namespace("namespace", { metadata: { name: "beam" } }, { provider: kubernetes });
  const data = { replicas, password: pulumi.secret(PASSWORD) };
  const config = new k8s.core.v1.ConfigMap(
    "config",
    { metadata: { namespace: namespace.metadata.name }, immutable: true, data },
    { provider: kubernetes },
  );
  return { endpoint: cluster.endpoint, arn: cluster.arn, config: config.metadata.name };
}

describe("a stack on the stand-ins", () => {
  test("previews with what only a cloud knows unknown, and does nothing", async () => {
    use(() => clusterAndMore());
    const graph = await preview();
    expect(named(graph, "cluster")?.inputs).toMatchObject({ name: "streaming", roleArn: "<unknown>" });
    // The engine's events do not say of an unknown value whether it will be a secret.
    expect(named(graph, "kubernetes")?.inputs).toEqual({ kubeconfig: "<unknown>" });
    // The engine asks no provider whose own configuration is not known, so that the namespace is not either.
    expect(named(graph, "config")?.inputs).toMatchObject({
      metadata: { namespace: "<unknown>" },
      data: { replicas: "1", password: "<secret>" },
    });
    expect(named(graph, "offline-test-dev")?.outputs).toMatchObject({ endpoint: "<unknown>" });
    expect(offline.operations()).toEqual([]);
  });

  test("previews the same again", async () => {
    expect(await preview()).toEqual(await preview());
  });

  test("comes up with made-up outputs, in the order of dependencies, and keeps secrets encrypted", async () => {
    const { outputs } = await offline.stack.up({ color: "never" });
    expect(outputs["endpoint"]?.value).toBe("https://eks.stand-in.invalid");
    expect(outputs["arn"]?.value).toBe("arn:aws:eks:xx-standin-1:123456789012:cluster/streaming");
    const made = offline.operations().map(({ kind, name }) => `${kind} ${name}`);
    expect(made).toEqual(["create role", "create cluster", "create namespace", "create config"]);
    const state = await offline.stateText();
    expect(state).toContain("stand-in");
    expect(state).not.toContain(PASSWORD);
  });

  test("shows no change of the same program", async () => {
    const { changeSummary } = await offline.stack.preview({ color: "never" });
    expect(changeSummary).toEqual({ same: 7 });
  });

  test("replaces a configuration that may not change, under another name", async () => {
    const before = await offline.stack.outputs();
    use(() => clusterAndMore({ replicas: "2" }));
    const { outputs } = await offline.stack.up({ color: "never" });
    expect(outputs["config"]?.value).not.toBe(before["config"]?.value);
    expect(offline.operations()).toEqual([
      { kind: "create", type: "kubernetes:core/v1:ConfigMap", name: "config" },
      { kind: "delete", type: "kubernetes:core/v1:ConfigMap", name: "config" },
    ]);
  });

  test("updates a resource of a cloud, and replaces one that gets another name", async () => {
    use(() => clusterAndMore({ replicas: "2", version: "1.34" }));
    await offline.stack.up({ color: "never" });
    expect(offline.operations()).toEqual([{ kind: "update", type: "aws:eks/cluster:Cluster", name: "cluster" }]);
    use(() => clusterAndMore({ replicas: "2", version: "1.34", clusterName: "other" }));
    const { changeSummary } = await offline.stack.preview({ color: "never" });
    expect(changeSummary).toMatchObject({ replace: 1 });
  });

  test("is destroyed in the opposite order", async () => {
    await offline.stack.destroy({ color: "never" });
    const gone = offline.operations().map(({ kind, name }) => `${kind} ${name}`);
    expect(gone).toEqual(["delete config", "delete namespace", "delete cluster", "delete role"]);
  });
});

describe("the stand-ins", () => {
  test("give the same automatic names each time, and other content another name", async () => {
    const nameOf = async (replicas: string) => {
      use(() => ({ id: new k8s.core.v1.ConfigMap("config", { data: { replicas } }, { provider: new k8s.Provider("kubernetes", {}) }).id }));
      return named(await preview(), "config")?.inputs["metadata"];
    };
    const first = await nameOf("1");
    expect(first).toEqual({
      annotations: { "pulumi.com/autonamed": "true" },
      name: expect.stringMatching(/^config-[0-9a-f]{8}$/) as string,
    });
    expect(await nameOf("1")).toEqual(first);
    expect(await nameOf("2")).not.toEqual(first);
  });

  test("answer the functions that the components call", async () => {
    const projectId = "example";
    use(async () => ({ number: (await gcp.organizations.getProject({ projectId }, { provider: new gcp.Provider("gcp", {}) })).number }));
    expect((await preview()).find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs).toEqual({ number: "123456789012" });
  });

  test("refuse other functions by name", async () => {
    use(async () => ({ ami: (await aws.ec2.getAmi({ owners: ["self"] }, { provider: new aws.Provider("aws", {}) })).id }));
    expect(await failure()).toContain("the stand-in for the aws plugin has no answer to the function aws:ec2/getAmi:getAmi");
  });

  test("read what is there already, without an account", async () => {
    use(() => ({ arn: aws.iam.Role.get("found", "existing-role", {}, { provider: new aws.Provider("aws", {}) }).arn }));
    expect((await preview()).find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs).toEqual({
      arn: "arn:aws:iam:xx-standin-1:123456789012:role/existing-role",
    });
  });

  test("refuse an object of Kubernetes that its planned definition does not allow", async () => {
    use(() => {
      const provider = new k8s.Provider("kubernetes", {});
      const schema = {
        openAPIV3Schema: { type: "object", properties: { spec: { type: "object", properties: { size: { type: "integer" } } } } },
      };
      const crd = new k8s.apiextensions.v1.CustomResourceDefinition(
        "crd",
        {
          metadata: { name: "widgets.example.com" },
          spec: {
            group: "example.com",
            scope: "Namespaced",
            names: { kind: "Widget", plural: "widgets" },
            versions: [{ name: "v1", served: true, storage: true, schema }],
          },
        },
        { provider },
      );
      const widget = new k8s.apiextensions.CustomResource(
        "widget",
        { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "one" }, spec: { size: "large" } },
        { provider, dependsOn: [crd] },
      );
      return { widget: widget.id };
    });
    expect(await failure()).toMatch(/Widget one.*spec\.size: must be of type integer, not string/s);
  });

  test("do not stand in for other packages", async () => {
    class Account extends pulumi.CustomResource {
      constructor() {
        super("azure-native:storage:StorageAccount", "account");
      }
    }
    use(() => ({ account: new Account().id }));
    expect(await failure()).toMatch(/azure-native/);
  });
});
