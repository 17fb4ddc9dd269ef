/** The FlinkDeployment of a job as the cluster has it, and its JobManager, by the ambient or a given kubeconfig. */
import type { CoreV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";
import * as pulumi from "@pulumi/pulumi";
import type { FlinkDeploymentState } from "./waitUntilStable.ts";

export const API_VERSION = "flink.apache.org/v1beta1";

/** The server remembers under this name which fields were changed outside of the engine. */
const FIELD_MANAGER = "beam-flink-drain";
const REST_PORT = 8081;

/** How a program reaches the cluster. */
export interface ClusterAccess {
  /** Text of the kubeconfig; the ambient one by default. */
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
}

/** What of a FlinkDeployment decides how its job can be ended. */
export interface LiveDeployment extends FlinkDeploymentState {
  readonly metadata?: {
    readonly generation?: number;
    readonly deletionTimestamp?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly flinkConfiguration?: Readonly<Record<string, unknown>>;
    readonly job?: { readonly state?: string; readonly upgradeMode?: string };
  };
  readonly status?: FlinkDeploymentState["status"] & {
    readonly jobStatus?: {
      readonly state?: string | null;
      readonly jobId?: string | null;
      readonly upgradeSavepointPath?: string | null;
      readonly savepointInfo?: { readonly lastSavepoint?: { readonly location?: string | null } | null } | null;
    };
  };
}

/** One FlinkDeployment of the cluster. */
export interface DeploymentClient {
  /** Rejects with `code` 404 when it is gone. */
  read(): Promise<LiveDeployment>;
  /** A JSON merge patch. */
  patch(body: object): Promise<void>;
  /** GET on the JobManager's REST API, through the API server. */
  flink<T>(place: string): Promise<T>;
}

/** Loads the Kubernetes client only when a job is awaited or ended: a preview does not need it. */
export async function deploymentClient(access: ClusterAccess, namespace: string, name: string): Promise<DeploymentClient> {
  const k8s = await import("@kubernetes/client-node");
  const config = new k8s.KubeConfig();
  if (access.kubeconfig === undefined) config.loadFromDefault();
  else config.loadFromString(access.kubeconfig);
  if (access.context !== undefined) config.setCurrentContext(access.context);
  refuseNoCluster(config, access);
  const objects: CustomObjectsApi = config.makeApiClient(k8s.CustomObjectsApi);
  const core: CoreV1Api = config.makeApiClient(k8s.CoreV1Api);
  const [group = "", version = ""] = API_VERSION.split("/");
  const object = { group, version, namespace, plural: "flinkdeployments", name };
  return {
    read: async () => (await objects.getNamespacedCustomObject(object)) as LiveDeployment,
    patch: async (body) => {
      const mergePatch = k8s.setHeaderOptions("Content-Type", k8s.PatchStrategy.MergePatch);
      await objects.patchNamespacedCustomObject({ ...object, body, fieldManager: FIELD_MANAGER }, mergePatch);
    },
    flink: async <T>(place: string) => {
      const service = { name: `http:${name}-rest:${REST_PORT}`, namespace, path: place };
      const answer: unknown = await core.connectGetNamespacedServiceProxyWithPath(service);
      return (typeof answer === "string" ? JSON.parse(answer) : answer) as T;
    },
  };
}

/** Where the Kubernetes client looks when it has found no kubeconfig. */
const NOWHERE = "http://localhost:8080";

/** Without this, the client's own error names neither the kubeconfig nor the context. */
function refuseNoCluster(config: KubeConfig, { kubeconfig }: ClusterAccess): void {
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    const names = config.getContexts().map(({ name }) => name);
    const context = config.getCurrentContext();
    throw new pulumi.RunError(
      `the kubeconfig has no context ${JSON.stringify(context)}: its contexts are ${names.join(", ") || "none"}. Give one of them as \`context\`.`,
    );
  }
  if (kubeconfig === undefined && cluster.server === NOWHERE) {
    throw new pulumi.RunError(
      "there is no kubeconfig by which the program can watch or end its jobs: set KUBECONFIG, or give its text (`cluster.existing.kubeconfig` of a StreamingPlatform, `kubeconfig` of a BeamJob or JobDrain).",
    );
  }
}
