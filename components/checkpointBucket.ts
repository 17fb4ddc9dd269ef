/**
 * The bucket that holds what a job must never lose: checkpoints, savepoints and high-availability metadata, each below the
 * job's own folder. A job reaches its folder, and no other, through {@link CheckpointBucket.grant}.
 */
import * as pulumi from "@pulumi/pulumi";
import type { CheckpointBucketArgs, GrantArgs, JobStorageArgs } from "./checkpointBucket/args.ts";
import { planEndpointGrant, registerEndpointGrant } from "./checkpointBucket/endpoint.ts";
import { registerGcsBucket } from "./checkpointBucket/gcs/bucket.ts";
import { planGcsGrant, registerGcsGrant } from "./checkpointBucket/gcs/grant.ts";
import { GrantRegister } from "./checkpointBucket/grantPlan.ts";
import { type BucketPlan, planBucket } from "./checkpointBucket/plan.ts";
import { registerS3Bucket } from "./checkpointBucket/s3/bucket.ts";
import { planS3Grant, registerS3Grant } from "./checkpointBucket/s3/grant.ts";
import { validated } from "./validation.ts";

export { planBucket };

/** The checkpoint bucket of a platform. */
export class CheckpointBucket extends pulumi.ComponentResource {
  /** `s3://bucket` or `gs://bucket`, known in a preview. */
  readonly uri: pulumi.Output<string>;
  /** What must be there before anything is written. Empty for a bucket that is there already. */
  readonly resources: readonly pulumi.Resource[];
  readonly #plan: BucketPlan;
  readonly #grants = new GrantRegister();

  constructor(name: string, args: CheckpointBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("beam-flink:index:CheckpointBucket", name, checkedArgs(name, args), opts);
    this.#plan = planBucket(args);
    this.uri = pulumi.output(this.#plan.uri);
    this.resources = registered(name, this.#plan, this);
    this.registerOutputs({ uri: this.uri });
  }

  /**
   * Lets the pods of one job use the job's folder. `name` is unique in the stack, usually the job's. `opts.provider` is one of
   * the bucket's cloud; for a bucket on an S3-compatible server, of Kubernetes.
   */
  grant(name: string, args: GrantArgs, opts?: pulumi.CustomResourceOptions): JobStorageArgs {
    const register = validated("CheckpointBucket.grant", name, () => this.#planGrant(name, args));
    return register(pulumi.mergeOptions({ parent: this }, opts));
  }

  /** Checks all before the returned function registers anything. */
  #planGrant(name: string, args: GrantArgs): (opts: pulumi.CustomResourceOptions) => JobStorageArgs {
    const bucket = this.#plan;
    const ready = this.resources;
    if (bucket.kind === "s3") {
      const plan = planS3Grant(bucket, args);
      this.#grants.add(plan, true);
      return (opts) => registerS3Grant(name, bucket, plan, ready, opts);
    }
    if (bucket.kind === "gcs") {
      const plan = planGcsGrant(args);
      this.#grants.add(plan, true);
      return (opts) => registerGcsGrant(name, bucket, plan, ready, opts);
    }
    const plan = planEndpointGrant(args);
    this.#grants.add(plan, false);
    return (opts) => registerEndpointGrant(name, bucket, plan, opts);
  }
}

/** Makes the bucket, where it is not there already. */
function registered(name: string, plan: BucketPlan, parent: pulumi.Resource): pulumi.Resource[] {
  if (plan.kind === "s3") return registerS3Bucket(name, plan, parent);
  if (plan.kind === "gcs") return registerGcsBucket(name, plan, parent);
  return [];
}

/** Checks the arguments before anything is registered. The engine keeps them in the state: keys go there as secrets only. */
function checkedArgs(name: string, args: CheckpointBucketArgs): CheckpointBucketArgs {
  validated("CheckpointBucket", name, () => planBucket(args));
  if (args.endpoint === undefined) return args;
  const { accessKey, secretKey } = args.endpoint;
  return { ...args, endpoint: { ...args.endpoint, accessKey: pulumi.secret(accessKey), secretKey: pulumi.secret(secretKey) } };
}
