/**
 * The variables of an offline run. The program and the SDKs read some themselves, such as AWS_REGION and KUBECONFIG: what a person
 * has set for real clouds, clusters and backends must neither show in an offline preview nor be used by it.
 */

const OF_OTHERS = /^(?:AWS_|AZURE_|ARM_|CLOUDSDK_|GCLOUD_|GCP_|GOOGLE_|KUBE_CONFIG|KUBECONFIG$|PULUMI_)/;

/** Those of `given` that belong to no cloud and no backend, and `added`; what is undefined there is left out too. */
export function offlineVariables(
  given: Readonly<Record<string, string | undefined>>,
  added: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const kept = Object.entries(given).filter(([name]) => !OF_OTHERS.test(name));
  const all = Object.entries({ ...Object.fromEntries(kept), ...added });
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
