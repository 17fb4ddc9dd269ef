import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { customResourceDefinitions } from "../../components/flinkOperator/crds.ts";
import { planFlinkOperator } from "../../components/flinkOperator.ts";
import { FlinkOperator, type FlinkOperatorArgs } from "../../components/index.ts";
import { operatorRelease } from "../../model/platform.ts";
import { runWithMocks } from "../support/mocks.ts";

// The release's one definition is small here, so that its digest can be made here too.
const content = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  group: flink.apache.org\n";
const digest = createHash("sha256").update(content).digest("hex");
const { operatorRelease: official } = await vi.importActual<typeof import("../../model/platform.ts")>("../../model/platform.ts");
const file = { ...official("1.10.0").crds[0]!, sha256: digest };
const release = { ...official("1.10.0"), crds: [file] };
vi.mock("../../model/platform.ts", async (load) => ({ ...(await load<object>()), operatorRelease: () => release }));

let directory: string;
let server: Server;
let address: string;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), "beam-flink-crds-"));
  writeFileSync(path.join(directory, file.file), content);
  server = createServer((request, response) => {
    const known = request.url === `/crds/${file.file}`;
    response.writeHead(known ? 200 : 404).end(known ? content : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

describe("the operator's definitions", () => {
  test("come from a local folder", async () => {
    const [definition] = customResourceDefinitions(release, { directory });
    expect(await definition!.spec).toEqual({ group: "flink.apache.org" });
  });

  test("come from a mirror of the release", async () => {
    const [definition] = customResourceDefinitions(release, { mirror: `${address}/crds/` });
    expect(await definition!.spec).toEqual({ group: "flink.apache.org" });
  });

  test("are refused when the mirror does not have them, with the way out", async () => {
    const [definition] = customResourceDefinitions(release, { mirror: address });
    await expect(definition!.spec).rejects.toThrow(/answers 404\. Set crds\.mirror .* or crds\.directory/);
  });

  test("are refused when the mirror cannot be reached", async () => {
    const [definition] = customResourceDefinitions(release, { mirror: "http://127.0.0.1:1" });
    await expect(definition!.spec).rejects.toThrow(/cannot read http:\/\/127\.0\.0\.1:1\/.*crds\.directory/);
  });

  test("are refused when a file is not the release's", () => {
    expect(() => customResourceDefinitions({ ...release, crds: [{ ...file, sha256: "0".repeat(64) }] }, { directory })).toThrow(
      /has SHA-256 .*another release's, or was changed/,
    );
  });

  test("are refused when the folder lacks one", () => {
    expect(() => customResourceDefinitions(release, { directory: "/nowhere" })).toThrow(
      /crds\.directory is "\/nowhere": must hold flinkdeployments.*ENOENT/,
    );
  });

  test("have one source", () => {
    expect(() => customResourceDefinitions(release, { directory, mirror: address })).toThrow(/at most one of directory, mirror/);
  });
});

describe("FlinkOperator", () => {
  const given: FlinkOperatorArgs = { version: "1.10.0", namespace: "flink-operator", watchedNamespaces: ["beam", "billing"] };
  const register = (more: Partial<FlinkOperatorArgs> = {}) =>
    runWithMocks(() => void new FlinkOperator("operator", { ...given, crds: { directory }, ...more }));

  test("makes definitions, roles per namespace, configuration and one Deployment", async () => {
    const { list } = await register();
    expect(list.toSorted()).toEqual(
      [
        "beam-flink:index:FlinkOperator operator",
        "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition operator-crd-flinkdeployments",
        "kubernetes:core/v1:ServiceAccount operator-service-account",
        "kubernetes:rbac.authorization.k8s.io/v1:Role operator-leader-role",
        "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding operator-leader-role-binding",
        ...["beam", "billing"].flatMap((namespace) => [
          `kubernetes:core/v1:ServiceAccount operator-job-service-account-${namespace}`,
          `kubernetes:rbac.authorization.k8s.io/v1:Role operator-operator-${namespace}-role`,
          `kubernetes:rbac.authorization.k8s.io/v1:RoleBinding operator-operator-${namespace}-role-binding`,
          `kubernetes:rbac.authorization.k8s.io/v1:Role operator-job-${namespace}-role`,
          `kubernetes:rbac.authorization.k8s.io/v1:RoleBinding operator-job-${namespace}-role-binding`,
        ]),
        "kubernetes:core/v1:ConfigMap operator-configuration",
        "kubernetes:apps/v1:Deployment operator-deployment",
      ].toSorted(),
    );
  });

  test("records nothing of where this machine reads the definitions", async () => {
    const run = await register({ crds: { directory, retain: false } });
    expect(run.resources[0]!.inputs).toEqual({ ...given, crds: { retain: false } });
  });

  test("configures the operator: namespaces, interval, health, and what the caller adds", async () => {
    const run = await register({ reconcileInterval: "5 s", configuration: { "kubernetes.operator.job.restart.failed": "true" } });
    const { data, immutable, metadata } = run.inputs("operator-configuration");
    expect(metadata).toEqual({ namespace: "flink-operator" });
    expect(immutable).toBe(true);
    expect(data["config.yaml"].split("\n")).toEqual([
      'kubernetes.operator.health.probe.enabled: "true"',
      'kubernetes.operator.health.probe.port: "8085"',
      'kubernetes.operator.job.restart.failed: "true"',
      'kubernetes.operator.reconcile.interval: "5 s"',
      'kubernetes.operator.watched.namespaces: "beam,billing"',
      "",
    ]);
    expect(Object.keys(data).toSorted()).toEqual(["config.yaml", "log4j-console.properties", "log4j-operator.properties"]);
  });

  test("runs one operator as an ordinary user with the image of the release", async () => {
    const { metadata, spec } = (await register()).inputs("operator-deployment");
    expect(metadata).toEqual({
      name: "flink-kubernetes-operator",
      namespace: "flink-operator",
      labels: { "app.kubernetes.io/name": "flink-kubernetes-operator" },
    });
    expect(spec.replicas).toBe(1);
    expect(spec.strategy).toEqual({ type: "Recreate" });
    const pod = spec.template.spec;
    expect(pod.serviceAccountName).toBe("flink-kubernetes-operator");
    expect(pod.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 9999,
      runAsGroup: 9999,
      fsGroup: 9999,
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(pod.volumes).toEqual([
      { name: "configuration", configMap: { name: "operator-configuration" } },
      { name: "artifacts", emptyDir: {} },
    ]);
    const [container] = pod.containers;
    expect(container.image).toBe(operatorRelease("1.10.0").image);
    expect(container.command).toEqual(["/docker-entrypoint.sh", "operator"]);
    expect(container.resources).toEqual({ requests: { cpu: "200m", memory: "1Gi" }, limits: { memory: "1Gi" } });
    expect(container.livenessProbe.httpGet).toEqual({ path: "/", port: "health" });
  });

  test("gives the operator no right outside its namespaces and no wildcard", async () => {
    const run = await register();
    const roles = run.resources.filter(({ type }) => type.startsWith("kubernetes:rbac.authorization.k8s.io/v1:"));
    expect(roles.filter(({ type }) => type.includes("Cluster"))).toEqual([]);
    expect(JSON.stringify(roles)).not.toContain('"*"');
    expect(run.inputs("operator-operator-beam-role-binding")).toEqual({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: { name: "flink-kubernetes-operator", namespace: "beam" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "flink-kubernetes-operator" },
      subjects: [{ kind: "ServiceAccount", name: "flink-kubernetes-operator", namespace: "flink-operator" }],
    });
    expect(run.inputs("operator-job-beam-role").rules).toEqual([
      {
        apiGroups: [""],
        resources: ["pods", "configmaps"],
        verbs: ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"],
      },
      {
        apiGroups: ["apps"],
        resources: ["deployments", "deployments/finalizers"],
        verbs: ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"],
      },
    ]);
  });

  test("takes another image", async () => {
    const { spec } = (await register({ image: "registry.example/operator:1" })).inputs("operator-deployment");
    expect(spec.template.spec.containers[0].image).toBe("registry.example/operator:1");
  });

  test("asks for the CPU and memory given", async () => {
    const { spec } = (await register({ cpu: "0.5", memory: "512Mi" })).inputs("operator-deployment");
    expect(spec.template.spec.containers[0].resources).toEqual({ requests: { cpu: "0.5", memory: "512Mi" }, limits: { memory: "512Mi" } });
  });

  test.each<[string, Partial<FlinkOperatorArgs>, RegExp]>([
    [
      "to watch no namespace",
      { watchedNamespaces: [] },
      /FlinkOperator "operator": watchedNamespaces is .*must name at least one namespace/,
    ],
    ["a namespace that Kubernetes refuses", { namespace: "Flink" }, /namespace is "Flink": must be the name of a namespace/],
    [
      "a watched namespace that Kubernetes refuses",
      { watchedNamespaces: ["beam", "beam.jobs"] },
      /watchedNamespaces\[1\] is "beam\.jobs": must be the name of a namespace/,
    ],
    [
      "a setting that it writes itself",
      { configuration: { "kubernetes.operator.watched.namespaces": "all" } },
      /configuration\["kubernetes\.operator\.watched\.namespaces"\] is "all": is written by/,
    ],
    [
      "a credential as a default of every job",
      { configuration: { "s3.secret-key": "example" } },
      /configuration\["s3\.secret-key"\] is "set": must not hold a static credential/,
    ],
    ["a malformed interval", { reconcileInterval: "soon" }, /reconcileInterval is "soon"/],
    ["a release outside the matrix", { version: "1.3.0" }, /versions\.operator is "1\.3\.0": must be from/],
    ["CPU in another notation", { cpu: "half" }, /cpu is "half": must be a Kubernetes quantity above 0 such as "200m" or "0\.5"/],
    [
      "memory in Flink's notation",
      { memory: "1 gb" },
      /memory is "1 gb": must be a Kubernetes quantity above 0 such as "512Mi" or "1Gi"\. .*Flink's notation, "1 gb", is for the memory of jobs only/,
    ],
    ["two sources of the definitions", { crds: { directory: "a", mirror: "b" } }, /crds is .*must have at most one of directory, mirror/],
    ["a folder without the definitions", { crds: { directory: "/nowhere" } }, /crds\.directory is "\/nowhere": must hold flinkdeployments/],
  ])("refuses %s before anything is registered", async (_, more, message) => {
    const program = () => new FlinkOperator("operator", { ...given, crds: { directory }, ...more });
    const run = await runWithMocks(() => expect(program).toThrow(message));
    expect(run.list).toEqual([]);
  });

  test("refuses definitions that were changed before anything is registered", async () => {
    const changedDirectory = mkdtempSync(path.join(tmpdir(), "beam-flink-crds-"));
    writeFileSync(path.join(changedDirectory, file.file), `${content}  scope: Cluster\n`);
    const program = () => new FlinkOperator("operator", { ...given, crds: { directory: changedDirectory } });
    const run = await runWithMocks(() => expect(program).toThrow(/another release's, or was changed/));
    expect(run.list).toEqual([]);
    rmSync(changedDirectory, { recursive: true });
  });

  test("does not look for the definitions where something else installs them", async () => {
    const { list } = await register({ crds: { directory: "/nowhere", skip: true } });
    expect(list.filter((item) => item.includes("CustomResourceDefinition"))).toEqual([]);
    expect(list).toContain("kubernetes:apps/v1:Deployment operator-deployment");
  });

  test("downloads nothing while its arguments are checked", () => {
    const fetched = vi.spyOn(globalThis, "fetch");
    planFlinkOperator(given);
    expect(fetched).not.toHaveBeenCalled();
    fetched.mockRestore();
  });
});
