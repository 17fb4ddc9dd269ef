/**
 * The bucket that holds what a job must never lose: checkpoints, savepoints and high-availability metadata,
 * each under a prefix of its own per job. A job reaches it through {@link CheckpointBucket.grant}.
 */
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError } from "../model/index.ts";
import { exactlyOne, validated } from "./validation.ts";

/** A bucket on any server that speaks S3: MinIO, Ceph, versitygw and others. The bucket exists already. */
export interface EndpointBucketArgs {
  /** Address of the server as the job's pods see it, with scheme and port: `http://s3.storage.svc:7070`. */
  readonly url: pulumi.Input<string>;
  /** Name of the bucket: 3 to 63 lower-case letters, digits, dots and hyphens. */
  readonly bucket: string;
  /**
   * Region that requests are signed for.
   * @default "us-east-1"
   */
  readonly region?: string;
  /** Access key of an account that can read, write and list this bucket only. Kept as a secret. */
  readonly accessKey: pulumi.Input<string>;
  /** Secret key of that account. Kept as a secret. */
  readonly secretKey: pulumi.Input<string>;
}

export interface CheckpointBucketArgs {
  /** A bucket on an S3-compatible server. */
  readonly endpoint?: EndpointBucketArgs;
}

/** Who may use the bucket. */
export interface GrantArgs {
  /** Namespace of the job. */
  readonly namespace: pulumi.Input<string>;
}

/** What a job needs to know to keep its state in a bucket. */
export interface JobStorageArgs {
  /** Root of everything the platform keeps: `s3://bucket`. Each job adds its own name. */
  readonly uri: pulumi.Input<string>;
  /**
   * Flink settings of the file system.
   * @default none
   */
  readonly flinkConfiguration?: { readonly [key: string]: pulumi.Input<string> };
  /**
   * Name of a Secret in the job's namespace whose keys become environment variables of its pods.
   * @default none
   */
  readonly environmentSecret?: pulumi.Input<string>;
}

/** The field's own rule for bucket names, as far as every S3 server shares it. */
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Flink settings for an S3-compatible server. */
export function endpointConfiguration(endpoint: EndpointBucketArgs): Record<string, pulumi.Input<string>> {
  if (!BUCKET_NAME.test(endpoint.bucket)) {
    throw new ArgumentError({
      field: "endpoint.bucket",
      value: endpoint.bucket,
      rule: "must be 3 to 63 lower-case letters, digits, dots and hyphens, and start and end with a letter or digit",
      remedy: "Give the bucket's name alone, without s3:// and without a path.",
    });
  }
  if (typeof endpoint.url === "string" && !/^https?:\/\/[^/]+\/?$/.test(endpoint.url)) {
    throw new ArgumentError({
      field: "endpoint.url",
      value: endpoint.url,
      rule: "must be http:// or https:// with host and port, without a path",
      remedy: 'Write it as the pods see it, such as "http://s3.storage.svc:7070".',
    });
  }
  return {
    "s3.endpoint": endpoint.url,
    "s3.endpoint.region": endpoint.region ?? "us-east-1",
    // Servers other than AWS rarely serve a host name per bucket.
    "s3.path.style.access": "true",
    // S3A otherwise deletes the markers of parent folders, which file-backed servers refuse while they hold objects.
    "s3.directory.marker.retention": "keep",
  };
}

/** The checkpoint bucket of a platform. */
export class CheckpointBucket extends pulumi.ComponentResource {
  /** `s3://bucket`. */
  readonly uri: pulumi.Output<string>;
  readonly #endpoint: EndpointBucketArgs;
  readonly #configuration: Record<string, pulumi.Input<string>>;

  constructor(name: string, args: CheckpointBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("beam-flink:index:CheckpointBucket", name, withSecretKeys(args), opts);
    const [endpoint, configuration] = validated("CheckpointBucket", name, () => {
      exactlyOne(args, ["endpoint"], "args");
      const given = args.endpoint!;
      return [given, endpointConfiguration(given)] as const;
    });
    this.#endpoint = endpoint;
    this.#configuration = configuration;
    this.uri = pulumi.output(`s3://${endpoint.bucket}`);
    this.registerOutputs({ uri: this.uri });
  }

  /** Lets the pods of one namespace use the bucket. `name` is unique in the stack, usually the job's. */
  grant(name: string, args: GrantArgs, opts?: pulumi.CustomResourceOptions): JobStorageArgs {
    const secret = new k8s.core.v1.Secret(
      `${name}-checkpoint-storage`,
      {
        metadata: { namespace: args.namespace },
        stringData: {
          AWS_ACCESS_KEY_ID: pulumi.secret(this.#endpoint.accessKey),
          AWS_SECRET_ACCESS_KEY: pulumi.secret(this.#endpoint.secretKey),
        },
      },
      pulumi.mergeOptions({ parent: this }, opts),
    );
    return { uri: this.uri, flinkConfiguration: this.#configuration, environmentSecret: secret.metadata.name };
  }
}

/** The engine keeps a component's arguments in the state: keys go there as secrets only. */
function withSecretKeys(args: CheckpointBucketArgs): CheckpointBucketArgs {
  if (args.endpoint === undefined) return args;
  const { accessKey, secretKey } = args.endpoint;
  return { endpoint: { ...args.endpoint, accessKey: pulumi.secret(accessKey), secretKey: pulumi.secret(secretKey) } };
}
