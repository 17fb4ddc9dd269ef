import { describe, expect, test } from "vitest";
import { CheckpointBucket, type EndpointBucketArgs } from "../../components/index.ts";
import { endpointConfiguration } from "../../components/checkpointBucket.ts";
import { runWithMocks } from "../support/mocks.ts";

const endpoint: EndpointBucketArgs = { url: "http://s3.storage.svc:7070", bucket: "flink", accessKey: "access", secretKey: "hidden" };

describe("CheckpointBucket with an endpoint", () => {
  test("registers nothing but itself, and keeps the keys secret", async () => {
    const run = await runWithMocks(() => void new CheckpointBucket("bucket", { endpoint }));
    expect(run.list).toEqual(["beam-flink:index:CheckpointBucket bucket"]);
    expect(run.resources[0]!.inputs).toEqual({ endpoint: { secret: endpoint } });
  });

  test("grants a namespace access by one Secret with the keys as environment variables", async () => {
    const run = await runWithMocks(() => void new CheckpointBucket("bucket", { endpoint }).grant("orders", { namespace: "beam" }));
    expect(run.list).toEqual(["beam-flink:index:CheckpointBucket bucket", "kubernetes:core/v1:Secret orders-checkpoint-storage"]);
    expect(run.inputs("orders-checkpoint-storage")).toEqual({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { namespace: "beam" },
      stringData: { secret: { AWS_ACCESS_KEY_ID: "access", AWS_SECRET_ACCESS_KEY: "hidden" } },
    });
  });

  test("tells Flink the server, path-style requests and to keep folder markers", () => {
    expect(endpointConfiguration({ ...endpoint, region: "eu-central-1" })).toEqual({
      "s3.endpoint": "http://s3.storage.svc:7070",
      "s3.endpoint.region": "eu-central-1",
      "s3.path.style.access": "true",
      "s3.directory.marker.retention": "keep",
    });
    expect(endpointConfiguration(endpoint)["s3.endpoint.region"]).toBe("us-east-1");
  });

  test.each([
    ["s3://flink", /endpoint\.bucket is "s3:\/\/flink": must be 3 to 63 lower-case letters.*without s3:\/\//],
    ["x", /endpoint\.bucket is "x"/],
  ])("refuses the bucket name %s", (bucket, message) => {
    expect(() => endpointConfiguration({ ...endpoint, bucket })).toThrow(message);
  });

  test("refuses an address with a path", () => {
    expect(() => endpointConfiguration({ ...endpoint, url: "http://s3:7070/flink" })).toThrow(
      /endpoint\.url is "http:\/\/s3:7070\/flink": .*without a path/,
    );
  });

  test("refuses no variant, and names the component", async () => {
    await expect(runWithMocks(() => void new CheckpointBucket("bucket", {}))).rejects.toThrow(
      /CheckpointBucket "bucket": args is "empty": must have exactly one of endpoint/,
    );
  });
});
