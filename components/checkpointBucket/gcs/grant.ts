/**
 * Lets the pods of one job use its folder of a bucket on Google Cloud Storage: its service account is itself a principal of
 * Google Cloud (Workload Identity Federation for GKE), so there is neither a Google service account nor a key.
 */
import * as pulumi from "@pulumi/pulumi";
import { gcp } from "../../cloudSdks.ts";
import { ArgumentError, FileSystem } from "../../../model/platform.ts";
import type { GkeIdentityArgs } from "../../streamingCluster/args.ts";
import { requireSet } from "../../validation.ts";
import type { GrantArgs, JobStorageArgs } from "../args.ts";
import type { GcsBucketPlan } from "./bucket.ts";
import { type GrantPlan, planGrant } from "../grantPlan.ts";

/** A grant of a bucket on Google Cloud Storage, checked. */
export interface GcsGrantPlan extends GrantPlan {
  readonly kind: "gcs";
  readonly gke: GkeIdentityArgs;
}

/** Read, write and delete objects, without changing who may: what a job does in its folder. */
const OBJECTS_ROLE = "roles/storage.objectUser";

/**
 * List names and read the bucket's own settings. It is not limited to the job's folder: without the right to list, the
 * service answers 403 instead of 404 for an object that is not there, and gcs-connector, which probes each new path so, gives
 * up. It also asks for the bucket itself (storage.buckets.get) when it looks at its root. A job thus sees the names of other
 * jobs' objects, never what is in them.
 */
const BUCKET_ROLE = "roles/storage.legacyBucketReader";

/** Checks the arguments. */
export function planGcsGrant(args: GrantArgs): GcsGrantPlan {
  const plan = planGrant(args);
  const gke = args.identity?.gke;
  if (gke === undefined) {
    throw new ArgumentError({
      field: "identity.gke",
      value: undefined,
      rule: "must say how pods of the cluster get Google Cloud roles: the bucket is on Google Cloud Storage",
      remedy: "Give StreamingCluster.identity of a GKE cluster; for another cluster use a bucket with endpoint.",
    });
  }
  requireSet(gke.project, "identity.gke.project", "Give the id of the cluster's project.");
  requireSet(gke.projectNumber, "identity.gke.projectNumber", "Give the number of the cluster's project.");
  return { ...plan, kind: "gcs", gke };
}

/** The service account of a pod, as Google Cloud names it. */
function principal({ gke, namespace, serviceAccount }: GcsGrantPlan): pulumi.Output<string> {
  const pool = pulumi.interpolate`projects/${gke.projectNumber}/locations/global/workloadIdentityPools/${gke.project}.svc.id.goog`;
  return pulumi.interpolate`principal://iam.googleapis.com/${pool}/subject/ns/${namespace}/sa/${serviceAccount}`;
}

/** The folder and what is below it, and not a folder whose name only begins like it; and the parts of what is being written there. */
export function folderCondition(bucket: string, jobName: string): string {
  const objects = `projects/_/buckets/${bucket}/objects`;
  const folder = `${objects}/${jobName}`;
  // Flink composes a checkpoint's _metadata of parts, which it keeps at the bucket's root, by bucket and name of the object to be
  // (BlobUtils of flink-gs-fs-hadoop): without them no checkpoint completes.
  const parts = `${objects}/.inprogress/${bucket}/${jobName}/`;
  // The folder's own name, too: gcs-connector asks whether it is an object before it makes the first folder below it.
  return `resource.name == "${folder}" || resource.name.startsWith("${folder}/") || resource.name.startsWith("${parts}")`;
}

/** Gives the rights. */
export function registerGcsGrant(
  name: string,
  bucket: GcsBucketPlan,
  plan: GcsGrantPlan,
  ready: readonly pulumi.Resource[],
  opts: pulumi.CustomResourceOptions,
): JobStorageArgs {
  const member = principal(plan);
  const condition = {
    title: `flink-job-${plan.jobName}`,
    description: "The job's folder, and parts of what it writes there",
    expression: folderCondition(bucket.bucket, plan.jobName),
  };
  const withBucket = pulumi.mergeOptions(opts, { dependsOn: [...ready] });
  const objects = new gcp.storage.BucketIAMMember(
    `${name}-checkpoint-objects`,
    { bucket: bucket.bucket, role: OBJECTS_ROLE, member, condition },
    withBucket,
  );
  const names = new gcp.storage.BucketIAMMember(
    `${name}-checkpoint-names`,
    { bucket: bucket.bucket, role: BUCKET_ROLE, member },
    withBucket,
  );
  return { uri: bucket.uri, fileSystem: FileSystem.GsHadoop, resources: [...ready, objects, names] };
}
