import { describe, expect, test } from "vitest";
import { folderCondition, planGcsGrant } from "../../../../components/checkpointBucket/gcs/grant.ts";
import { CheckpointBucket, type GcsBucketArgs, type JobStorageArgs } from "../../../../components/index.ts";
import { runWithMocks } from "../../../support/mocks.ts";
import { grantOf, optionsOf, tried } from "../contract.ts";

const gcs: GcsBucketArgs = { bucket: "acme-flink", project: "acme-streaming", location: "europe-west3" };
const identity = { gke: { project: "acme-streaming", projectNumber: "123456789012" } };
const MEMBER =
  "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/acme-streaming.svc.id.goog/subject/ns/beam/sa/job-orders";

/** Whether the condition holds for the resource of that name; of the expression language, it knows just what is used here. */
function admits(condition: string, resource: string): boolean {
  return condition.split(" || ").some((term) => {
    const [, equal, beginning] = /^resource\.name(?: == "([^"]+)"|\.startsWith\("([^"]+)"\))$/.exec(term) ?? [];
    if (equal === undefined && beginning === undefined) throw new Error(`not a term of a condition: ${term}`);
    return resource === equal || (beginning !== undefined && resource.startsWith(beginning));
  });
}

describe("a grant on Google Cloud Storage", () => {
  test("lets the job's service account into its folder, and list names", async () => {
    let storage: JobStorageArgs | undefined;
    const run = await runWithMocks(() => {
      storage = new CheckpointBucket("state", { gcs: { ...gcs, existing: true } }).grant("orders", grantOf("orders", identity));
    });
    expect(run.list.toSorted()).toEqual([
      "beam-flink:index:CheckpointBucket state",
      "gcp:storage/bucketIAMMember:BucketIAMMember orders-checkpoint-names",
      "gcp:storage/bucketIAMMember:BucketIAMMember orders-checkpoint-objects",
    ]);
    expect(run.inputs("orders-checkpoint-objects")).toEqual({
      bucket: "acme-flink",
      role: "roles/storage.objectUser",
      member: MEMBER,
      condition: {
        title: "flink-job-orders",
        description: "The job's folder, and parts of what it writes there",
        expression:
          'resource.name == "projects/_/buckets/acme-flink/objects/orders" || ' +
          'resource.name.startsWith("projects/_/buckets/acme-flink/objects/orders/") || ' +
          'resource.name.startsWith("projects/_/buckets/acme-flink/objects/.inprogress/acme-flink/orders/")',
      },
    });
    expect(run.inputs("orders-checkpoint-names")).toEqual({
      bucket: "acme-flink",
      role: "roles/storage.legacyBucketReader",
      member: MEMBER,
    });
    expect(storage).toEqual({ uri: "gs://acme-flink", fileSystem: "gs-fs-hadoop", resources: expect.any(Array) });
  });

  const PART = "9f1c2d6e-0000-4000-8000-1a2b3c4d5e6f";
  test.each<[string, boolean]>([
    ["orders", true],
    ["orders/", true],
    ["orders/checkpoints/x/chk-1/_metadata", true],
    [`.inprogress/acme-flink/orders/checkpoints/x/chk-1/_metadata/${PART}`, true],
    ["orders-by-hour", false],
    ["orders-by-hour/checkpoints/x/chk-1/_metadata", false],
    [`.inprogress/acme-flink/orders-by-hour/checkpoints/x/chk-1/_metadata/${PART}`, false],
    [`.inprogress/acme-flink/returns/checkpoints/x/chk-1/_metadata/${PART}`, false],
    [`.inprogress/other-bucket/orders/checkpoints/x/chk-1/_metadata/${PART}`, false],
    [".inprogress/acme-flink/orders", false],
    [".inprogress/", false],
    ["", false],
  ])("lets the job use %j: %s", (object, expected) => {
    expect(admits(folderCondition("acme-flink", "orders"), `projects/_/buckets/acme-flink/objects/${object}`)).toBe(expected);
  });

  test("waits for the bucket", async () => {
    const options = await optionsOf({ gcs }, (bucket) => void bucket.grant("orders", grantOf("orders", identity)));
    for (const name of ["orders-checkpoint-objects", "orders-checkpoint-names"]) expect(options.get(name)?.dependsOn).toHaveLength(1);
  });

  test("needs to know how pods get Google Cloud roles", () => {
    expect(() => planGcsGrant(grantOf("orders", { eks: { clusterName: "streaming" } }))).toThrow(
      /^identity\.gke is not set: must say how pods of the cluster get Google Cloud roles.*StreamingCluster\.identity of a GKE cluster/,
    );
  });

  test.each(["project", "projectNumber"])("needs to know the cluster's %s", (name) => {
    expect(() => planGcsGrant(grantOf("orders", { gke: { ...identity.gke, [name]: undefined } }))).toThrow(
      new RegExp(`^identity\\.gke\\.${name} is not set: must be set\\. Give the `),
    );
  });

  test("refuses a service account that another job has", async () => {
    const { message } = await tried(() => {
      const bucket = new CheckpointBucket("state", { gcs });
      for (const job of ["orders", "returns"]) bucket.grant(job, grantOf(job, identity, { serviceAccount: "flink" }));
    });
    expect(message).toMatch(/grant "returns": serviceAccount is "flink": must differ from that of the job orders/);
  });
});
