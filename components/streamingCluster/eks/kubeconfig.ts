/** The kubeconfig of a cluster on AWS: it has no credential, the `aws` command gets a short-lived token for whoever uses it. */
import { kubeconfigText } from "../kubeconfig.ts";

export interface EksKubeconfigParts {
  readonly endpoint: string;
  /** Base64, as EKS gives it. */
  readonly certificateAuthority: string;
  readonly clusterName: string;
  readonly region: string;
}

export function eksKubeconfig({ endpoint, certificateAuthority, clusterName, region }: EksKubeconfigParts): string {
  return kubeconfigText({
    name: clusterName,
    server: endpoint,
    certificateAuthority,
    exec: { command: "aws", args: ["eks", "get-token", "--cluster-name", clusterName, "--region", region, "--output", "json"] },
  });
}
