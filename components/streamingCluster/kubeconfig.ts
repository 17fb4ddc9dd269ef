/** Kubeconfigs of new clusters: none has a credential, the cloud's own program gets a short-lived token for whoever uses it. */

export interface KubeconfigParts {
  /** Name of cluster, user and context: the one that the cloud's own command would give. */
  readonly name: string;
  /** URL of the API. */
  readonly server: string;
  /** Base64, as the clouds give it. */
  readonly certificateAuthority: string;
  /** The program that gets a token: `command`, `args` and the like. */
  readonly exec: Readonly<Record<string, unknown>>;
}

/** Text of a kubeconfig, in JSON, which is YAML too. It changes only when one of its parts does. */
export function kubeconfigText({ name, server, certificateAuthority, exec }: KubeconfigParts): string {
  // An update has nobody to ask.
  const login = { apiVersion: "client.authentication.k8s.io/v1beta1", ...exec, interactiveMode: "Never" };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server, "certificate-authority-data": certificateAuthority } }],
    users: [{ name, user: { exec: login } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  });
}
