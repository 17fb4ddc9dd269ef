/** What no comparison of two manifests can tell: said with every plan. */
export const CANNOT_KNOW: readonly string[] = [
  "What the code builds: transforms, windows, coders and sources are in the image, and may change without a field of the manifest.",
  "An image that was pushed again under the same tag.",
  "What a ConfigMap or Secret holds, or a file that the job reads when it starts.",
  "Whether Pulumi, or who else applies the manifest, deletes the object and makes it anew: only a preview of the real stack says so.",
  "Whether the job runs: a savepoint needs a running job, else the operator goes on from the last checkpoint, or waits.",
  "What a person or the autoscaler has changed in the cluster since.",
];
