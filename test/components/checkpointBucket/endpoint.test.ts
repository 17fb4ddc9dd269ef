import { describe, expect, test } from "vitest";
import { planEndpointBucket } from "../../../components/checkpointBucket/endpoint.ts";
import { CheckpointBucket, type EndpointBucketArgs } from "../../../components/index.ts";
import { runWithMocks } from "../../support/mocks.ts";
import { bucketContract, grantOf } from "./contract.ts";

const endpoint: EndpointBucketArgs = {
  url: "http://s3.storage.svc:7070",
  bucket: "flink",
  accessKey: "the-access-key",
  secretKey: "the-secret-key",
};

describe("CheckpointBucket on an S3-compatible server", () => {
  bucketContract({
    args: { endpoint },
    named: (bucket) => ({ endpoint: { ...endpoint, bucket } }),
    uri: "s3://flink",
    identity: undefined,
    protected: [],
    secrets: ["the-access-key", "the-secret-key"],
  });

  test("registers nothing but itself, and keeps the keys secret", async () => {
    const run = await runWithMocks(() => void new CheckpointBucket("bucket", { endpoint }));
    expect(run.list).toEqual(["beam-flink:index:CheckpointBucket bucket"]);
    expect(run.resources[0]!.inputs).toEqual({ endpoint: { secret: endpoint } });
  });

  test("grants by one Secret with the keys as environment variables, and leaves the file system to the image", async () => {
    let fileSystem: unknown = "not called";
    const run = await runWithMocks(() => {
      ({ fileSystem } = new CheckpointBucket("bucket", { endpoint }).grant("orders", grantOf("orders", undefined)));
    });
    expect(fileSystem).toBeUndefined();
    expect(run.list).toEqual(["beam-flink:index:CheckpointBucket bucket", "kubernetes:core/v1:Secret orders-checkpoint-storage"]);
    expect(run.inputs("orders-checkpoint-storage")).toEqual({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { namespace: "beam" },
      stringData: { secret: { AWS_ACCESS_KEY_ID: "the-access-key", AWS_SECRET_ACCESS_KEY: "the-secret-key" } },
    });
  });

  test("lets jobs share a service account: their keys are in Secrets", async () => {
    const run = await runWithMocks(() => {
      const bucket = new CheckpointBucket("bucket", { endpoint });
      for (const job of ["orders", "returns"]) bucket.grant(job, grantOf(job, undefined, { serviceAccount: "flink" }));
    });
    expect(run.list).toHaveLength(3);
  });

  test("tells Flink the server, path-style requests and to keep folder markers", () => {
    expect(planEndpointBucket({ ...endpoint, region: "eu-central-1" }).flinkConfiguration).toEqual({
      "s3.endpoint": "http://s3.storage.svc:7070",
      "s3.endpoint.region": "eu-central-1",
      "s3.path.style.access": "true",
      "s3.directory.marker.retention": "keep",
    });
    expect(planEndpointBucket(endpoint).flinkConfiguration["s3.endpoint.region"]).toBe("us-east-1");
  });

  test.each(["url", "bucket", "accessKey", "secretKey"])("refuses to be without %s", (name) => {
    expect(() => planEndpointBucket({ ...endpoint, [name]: undefined })).toThrow(new RegExp(`^endpoint\\.${name} is not set: must be `));
  });

  test.each(["http://s3:7070/flink", "s3:7070", "ftp://s3"])("refuses the address %s", (url) => {
    expect(() => planEndpointBucket({ ...endpoint, url })).toThrow(
      /^endpoint\.url is ".*": must be http:\/\/ or https:\/\/ .* without a path/,
    );
  });
});
