/**
 * A stand-in for the metrics server and a metrics adapter: figures that a test has made up, served to the API server of a control plane as
 * `metrics.k8s.io` and `external.metrics.k8s.io`, from where Kubernetes' own autoscaler reads them.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:https";
import * as path from "node:path";
import type { ControlPlane } from "./controlPlane.ts";

/** CPU of a pod, in thousandths of a CPU, by the value of its label `app`. */
export type CpuFigures = Readonly<Record<string, number>>;
/** Values of external metrics, by name and the value of their label `job`. */
export type ExternalFigures = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface MetricsApi {
  close(): void;
}

const NAMESPACE = "default";
const APIS = ["metrics.k8s.io", "external.metrics.k8s.io"] as const;
/** Seconds that a figure is said to cover. */
const WINDOW = "30s";

/** `pods` are the names of an app's pods. */
export async function serveMetrics(
  plane: ControlPlane,
  pods: (app: string) => readonly string[],
  figures: { readonly cpu: CpuFigures; readonly external: ExternalFigures },
): Promise<MetricsApi> {
  // The API server's own certificate is one for loopback.
  const certificates = path.join(path.dirname(plane.kubeconfig), "certs");
  const [key, cert] = await Promise.all(["apiserver.key", "apiserver.crt"].map((file) => readFile(path.join(certificates, file))));
  const server = createServer({ key, cert }, (request, response) => {
    const answer = answerTo(new URL(request.url ?? "/", "https://localhost"), pods, figures);
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { kind: "Status", apiVersion: "v1", status: "Failure", code: 404 }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const service = { apiVersion: "v1", kind: "Service", metadata: { name: "metrics", namespace: NAMESPACE } };
  const ports = [{ port, protocol: "TCP" }];
  const objects = [
    { ...service, spec: { type: "ExternalName", externalName: "localhost", ports } },
    ...APIS.map((group) => ({
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: `v1beta1.${group}` },
      spec: {
        group,
        version: "v1beta1",
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true,
        service: { name: "metrics", namespace: NAMESPACE, port },
      },
    })),
  ];
  await plane.run(["apply", "--server-side", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));
  return { close: () => server.close() };
}

function answerTo(
  url: URL,
  pods: (app: string) => readonly string[],
  { cpu, external }: { readonly cpu: CpuFigures; readonly external: ExternalFigures },
): object | undefined {
  const [, , group = "", version = "", , , metric] = url.pathname.split("/");
  const groupVersion = `${group}/${version}`;
  const label = (name: string) => new RegExp(`(?:^|,)${name}=([^,]+)`).exec(url.searchParams.get("labelSelector") ?? "")?.[1] ?? "";
  if (metric === undefined) return resources(groupVersion);
  const timestamp = new Date().toISOString();
  if (group === "metrics.k8s.io") {
    const usage = { cpu: `${cpu[label("app")]}m`, memory: "1Gi" };
    const items = pods(label("app")).map((name) => ({
      metadata: { name, namespace: NAMESPACE },
      timestamp,
      window: WINDOW,
      containers: [{ name: "flink-main-container", usage }],
    }));
    return { kind: "PodMetricsList", apiVersion: groupVersion, metadata: {}, items };
  }
  const value = external[metric]?.[label("job")];
  const items = value === undefined ? [] : [{ metricName: metric, metricLabels: {}, timestamp, value: `${Math.round(value * 1000)}m` }];
  return { kind: "ExternalMetricValueList", apiVersion: groupVersion, metadata: {}, items };
}

/** What the API server asks for before it trusts an API. */
function resources(groupVersion: string): object {
  const pods = { name: "pods", singularName: "", namespaced: true, kind: "PodMetrics", verbs: ["get", "list"] };
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion, resources: groupVersion.startsWith("metrics") ? [pods] : [] };
}
