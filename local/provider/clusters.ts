/** The connections of a server: one kubectl proxy for each cluster, shared by the runs that use it. */
import { type ClusterArgs, startKubectlProxy, viewCluster } from "./kubectlProxy.ts";
import { KubernetesApi } from "./kubernetesApi.ts";

export class Clusters {
  readonly #kubectl: string;
  readonly #open = new Map<string, Promise<KubernetesApi>>();

  constructor(kubectl: string) {
    this.#kubectl = kubectl;
  }

  connect({ kubeconfig, context, cluster }: ClusterArgs): Promise<KubernetesApi> {
    const key = JSON.stringify([kubeconfig ?? null, context ?? null, cluster ?? null]);
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const opening = startKubectlProxy(this.#kubectl, { kubeconfig, context, cluster }).then((proxy) => new KubernetesApi(proxy));
    this.#open.set(key, opening);
    // A kubeconfig file may be repaired before it is asked for again.
    opening.catch(() => this.#open.delete(key));
    return opening;
  }

  /** What is wrong with the kubeconfig, if anything. */
  async complaintAbout(args: ClusterArgs): Promise<string | undefined> {
    return viewCluster(this.#kubectl, args).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  }

  /** The API server's URL; undefined where it cannot be told. */
  async serverOf(args: ClusterArgs): Promise<string | undefined> {
    return viewCluster(this.#kubectl, args).then(
      ({ server }) => server,
      () => undefined,
    );
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(open.map((opening) => opening.then((api) => api.close()).catch(() => {})));
  }
}
