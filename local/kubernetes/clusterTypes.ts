/** What the rest of the local environment knows of a cluster, whichever way it came to be. */
import type { Step } from "../support/step.ts";

export type ClusterKind = "given" | "kind" | "embedded";

export interface Cluster {
  readonly kind: ClusterKind;
  /** Path of the admin kubeconfig, mode 0600. */
  readonly kubeconfig: string;
  /** Path or name of the kubectl to use. */
  readonly kubectl: string;
  /** Address at which NodePorts answer from this machine; undefined where that is not known. */
  readonly nodeAddress: string | undefined;
  /** What stands in for what, for people; undefined when it is the real thing. */
  readonly standIn: string | undefined;
  /** Loads a docker-archive file into the cluster's nodes; false when the node had exactly this image already. */
  loadImage(archive: string, step: Step): Promise<boolean>;
}

export interface ClusterSettings {
  /** The environment's name, for messages. */
  readonly name: string;
  /** BEAM_FLINK_KUBECONFIG: use this cluster in place of one of our own. */
  readonly kubeconfig?: string;
  /** BEAM_FLINK_IMAGE_LOADER: a command that gets the archive's path as its last argument; needed with a given kubeconfig. */
  readonly imageLoader?: string;
}
