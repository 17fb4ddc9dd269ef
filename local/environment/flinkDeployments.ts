/** The environment's own FlinkDeployments. A given cluster may have others, of other environments. */
import type { JobName } from "./environmentConfig.ts";
import type { Kubectl } from "./kubectl.ts";

export interface FlinkDeployment {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string };
  readonly spec: { readonly flinkVersion: string; readonly image: string };
  readonly status?: {
    readonly lifecycleState?: string;
    readonly error?: string | null;
    readonly clusterInfo?: Readonly<Record<string, string>>;
  };
}

/** Those of `jobs` that are there. */
export async function flinkDeployments(kubectl: Pick<Kubectl, "json">, jobs: readonly JobName[]): Promise<FlinkDeployment[]> {
  const found: FlinkDeployment[] = [];
  for (const namespace of new Set(jobs.map((job) => job.namespace))) {
    const names = jobs.filter((job) => job.namespace === namespace).map((job) => job.name);
    const { items } = await kubectl.json<{ items: readonly FlinkDeployment[] }>(["-n", namespace, "get", "flinkdeployments"]);
    found.push(...items.filter(({ metadata }) => names.includes(metadata.name)));
  }
  return found;
}
