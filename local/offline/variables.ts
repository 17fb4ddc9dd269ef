/**
 * The variables of the process during an offline run. The program and the SDKs read some themselves, such as AWS_REGION and
 * KUBECONFIG: what a person has set for real clouds must neither show in an offline preview nor be used by it.
 */

const OF_CLOUDS = /^(?:AWS_|CLOUDSDK_|GCLOUD_|GCP_|GOOGLE_|KUBE_CONFIG|KUBECONFIG$|PULUMI_K8S_|BEAM_FLINK_CRD_)/;

/** Runs `use` with these variables and without those of the clouds, and puts back what was there. */
export async function withVariables<T>(variables: Readonly<Record<string, string>>, use: () => Promise<T>): Promise<T> {
  const before = Object.fromEntries(Object.entries(process.env).filter(([name]) => OF_CLOUDS.test(name) || name in variables));
  for (const name of Object.keys(before)) delete process.env[name];
  Object.assign(process.env, variables);
  try {
    return await use();
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
    Object.assign(process.env, before);
  }
}
