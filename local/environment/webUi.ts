/**
 * The Web UI of a job, reachable from this machine: a Service of its own on a port of the node. Flink's own Service stays
 * inside the cluster, as in production.
 */
import type { JobName } from "./environmentConfig.ts";
import { flinkDeployments } from "./flinkDeployments.ts";
import type { Kubectl } from "./kubectl.ts";

/** Flink's REST API and Web UI. */
export const REST_PORT = 8081;

const serviceName = (job: string) => `${job}-web-ui`;

/** Makes the Service of each job; it goes with its job. */
export async function exposeWebUis(kubectl: Kubectl, jobs: readonly JobName[]): Promise<void> {
  const deployments = await flinkDeployments(kubectl, jobs);
  const services = deployments.map(({ apiVersion, kind, metadata: { name, namespace, uid } }) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: serviceName(name), namespace, ownerReferences: [{ apiVersion, kind, name, uid }] },
    // Labels that the operator gives a JobManager's pod.
    spec: { type: "NodePort", selector: { app: name, component: "jobmanager" }, ports: [{ name: "web-ui", port: REST_PORT }] },
  }));
  if (services.length > 0) await kubectl.apply(services);
}

/** Its address, or the command that leads to it. */
export async function webUi(kubectl: Kubectl, name: string, namespace: string, nodeAddress: string | undefined): Promise<string> {
  const service = await kubectl
    .json<{ spec: { ports?: readonly { nodePort?: number }[] } }>(["-n", namespace, "get", "service", serviceName(name)])
    .catch(() => undefined);
  const nodePort = service?.spec.ports?.[0]?.nodePort;
  if (nodeAddress !== undefined && nodePort !== undefined) return `http://${nodeAddress}:${nodePort}`;
  return `kubectl -n ${namespace} port-forward service/${name}-rest ${REST_PORT}`;
}
