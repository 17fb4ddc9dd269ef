/** A bucket on any server that speaks S3. It is there already; a job reaches it by a key, which is kept in a Secret. */
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError, endpointBucketName } from "../../model/platform.ts";
import { requireSet } from "../validation.ts";
import type { EndpointBucketArgs, GrantArgs, JobStorageArgs } from "./args.ts";
import { type GrantPlan, planGrant } from "./grantPlan.ts";

/** A bucket on an S3-compatible server, checked. */
export interface EndpointBucketPlan {
  readonly kind: "endpoint";
  readonly uri: string;
  readonly accessKey: pulumi.Input<string>;
  readonly secretKey: pulumi.Input<string>;
  readonly flinkConfiguration: { readonly [key: string]: pulumi.Input<string> };
}

/** A grant of a bucket on an S3-compatible server, checked. */
export interface EndpointGrantPlan extends GrantPlan {
  readonly kind: "endpoint";
}

/** What most servers that have no regions expect. */
const DEFAULT_REGION = "us-east-1";

/** Checks the arguments. */
export function planEndpointBucket({ bucket, url, region, accessKey, secretKey }: EndpointBucketArgs): EndpointBucketPlan {
  endpointBucketName(bucket, "endpoint.bucket");
  requireSet(url, "endpoint.url", 'Give the address of the server, such as "http://s3.storage.svc:7070".');
  requireSet(accessKey, "endpoint.accessKey", "Give the access key of an account that can use this bucket only.");
  requireSet(secretKey, "endpoint.secretKey", "Give the secret key of that account.");
  if (typeof url === "string" && !/^https?:\/\/[^/]+\/?$/.test(url)) {
    throw new ArgumentError({
      field: "endpoint.url",
      value: url,
      rule: "must be http:// or https:// with host and port, without a path",
      remedy: 'Write it as the pods see it, such as "http://s3.storage.svc:7070".',
    });
  }
  return {
    kind: "endpoint",
    uri: `s3://${bucket}`,
    accessKey,
    secretKey,
    flinkConfiguration: {
      "s3.endpoint": url,
      "s3.endpoint.region": region ?? DEFAULT_REGION,
      // Servers other than AWS rarely serve a host name per bucket.
      "s3.path.style.access": "true",
      // S3A otherwise deletes the markers of parent folders, which file-backed servers refuse while they hold objects.
      "s3.directory.marker.retention": "keep",
    },
  };
}

/** Checks the arguments. */
export const planEndpointGrant = (args: GrantArgs): EndpointGrantPlan => ({ ...planGrant(args), kind: "endpoint" });

/** Puts the key where the job's pods read it. */
export function registerEndpointGrant(
  name: string,
  bucket: EndpointBucketPlan,
  { namespace }: EndpointGrantPlan,
  opts: pulumi.CustomResourceOptions,
): JobStorageArgs {
  const secret = new k8s.core.v1.Secret(
    `${name}-checkpoint-storage`,
    {
      metadata: { namespace },
      stringData: { AWS_ACCESS_KEY_ID: pulumi.secret(bucket.accessKey), AWS_SECRET_ACCESS_KEY: pulumi.secret(bucket.secretKey) },
    },
    opts,
  );
  return {
    uri: bucket.uri,
    flinkConfiguration: bucket.flinkConfiguration,
    environmentSecret: secret.metadata.name,
    resources: [secret],
  };
}
