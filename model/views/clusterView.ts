/** A cluster of EKS or GKE as the rules see it. */
import { type CloudResource, readResource, type ResourceReader } from "./cloudResource.ts";
import { type Attempt, type Known, readAll } from "./known.ts";

/** What the rules may ask of a cluster. */
export interface ClusterView {
  readonly cloud: "eks" | "gke";
  readonly cluster: ResourceReader;
  /** Name in the cloud; undefined where the provider chooses one. */
  readonly name: Known<string | undefined>;
}

const CLOUDS: ReadonlyMap<string, ClusterView["cloud"]> = new Map([
  ["aws:eks/cluster:Cluster", "eks"],
  ["gcp:container/cluster:Cluster", "gke"],
]);

/** Reads the view; undefined for a resource that is no cluster. `attempt` is called around every read of the properties. */
export function readClusterView(resource: CloudResource, attempt: Attempt = readAll): ClusterView | undefined {
  const cloud = CLOUDS.get(resource.type);
  if (cloud === undefined) return undefined;
  const cluster = readResource(resource, attempt);
  return { cloud, cluster, name: cluster.text("name") };
}
