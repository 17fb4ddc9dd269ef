/** The kubeconfig of a cluster on Google Cloud: it has no credential, Google's plugin gets a short-lived token for whoever uses it. */
import { kubeconfigText } from "../kubeconfig.ts";

export interface GkeKubeconfigParts {
  /** Address of the API, as GKE gives it: without a scheme. */
  readonly endpoint: string;
  /** Base64, as GKE gives it. */
  readonly certificateAuthority: string;
  readonly project: string;
  readonly region: string;
  readonly clusterName: string;
}

export function gkeKubeconfig({ endpoint, certificateAuthority, project, region, clusterName }: GkeKubeconfigParts): string {
  return kubeconfigText({
    // The name that gcloud gives it.
    name: `gke_${project}_${region}_${clusterName}`,
    server: `https://${endpoint}`,
    certificateAuthority,
    exec: {
      command: "gke-gcloud-auth-plugin",
      installHint: "Install it with `gcloud components install gke-gcloud-auth-plugin`, or from the packages of the Google Cloud CLI.",
      provideClusterInfo: true,
    },
  });
}
