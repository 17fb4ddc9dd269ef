import { describe, expect, test } from "vitest";
import { bucketResult, readBucketViews } from "../../../model/views/bucketView.ts";
import type { CloudResource } from "../../../model/views/cloudResource.ts";
import { UNKNOWN } from "../../../model/views/known.ts";
import type { Finding } from "../../../model/rule.ts";
import { NOT_YET } from "../rules/jobs.ts";
import { attemptPreview, CHECKPOINT_BUCKET, job, onlyBucket, resource, s3Bucket, s3Resources, s3Type } from "../rules/stacks.ts";

const s3 = (name: string, properties: object, more: Partial<CloudResource> = {}): CloudResource =>
  resource("aws:s3/bucket:Bucket", name, properties, more);
const gcs = (name: string, properties: object): CloudResource => resource("gcp:storage/bucket:Bucket", name, properties);
const views = (resources: readonly CloudResource[], patterns: readonly string[] = []) =>
  readBucketViews(resources, attemptPreview, patterns).map(({ bucket, holdsState, shared }) => [bucket.resource.name, holdsState, shared]);

describe("readBucketViews finds the buckets that hold state", () => {
  test("below a CheckpointBucket, by parents or by the types in the URN", () => {
    const group = resource("pkg:index:Group", "group", {}, { parent: CHECKPOINT_BUCKET.urn });
    const byUrn = "urn:pulumi:dev::test::beam-flink:index:CheckpointBucket$aws:s3/bucket:Bucket::by-urn";
    const resources = [
      CHECKPOINT_BUCKET,
      group,
      s3("child", { bucket: "a" }, { parent: CHECKPOINT_BUCKET.urn }),
      s3("grandchild", { bucket: "b" }, { parent: group.urn }),
      s3("by-urn", { bucket: "c" }, { urn: byUrn }),
      s3("other", { bucket: "d" }),
    ];
    expect(views(resources)).toEqual([
      ["child", true, true],
      ["grandchild", true, true],
      ["by-urn", true, true],
    ]);
  });

  test("survives a circle of parents", () => {
    const circle = s3("circle", { bucket: "a" });
    expect(views([{ ...circle, parent: circle.urn }])).toEqual([]);
  });

  test.each([
    ["execution.checkpointing.dir", "s3://state/orders"],
    ["state.checkpoints.dir", "s3a://state/orders"],
    ["state.savepoints.dir", "s3p://state"],
    ["high-availability.storageDir", "S3://state/ha"],
    ["job-result-store.storage-path", "s3://state/results"],
    ["dstl.dfs.base-path", "s3://state/changelog"],
  ])("named by %s of a job", (setting, uri) => {
    expect(views([s3("mine", { bucket: "state" }), gcs("google", { name: "state" }), job({ [setting]: uri })])).toEqual([
      ["mine", true, false],
    ]);
  });

  test("named by a directory on Google Cloud, or by Beam's own option", () => {
    const beam = resource("kubernetes:flink.apache.org/v1beta1:FlinkDeployment", "j", {
      spec: { job: { args: ["--stateBackendStoragePath=gs://state/x"] } },
    });
    expect(views([gcs("google", { name: "state" }), s3("amazon", { bucket: "state" }), beam])).toEqual([["google", true, false]]);
  });

  test.each([
    ["flink-*", "flink-orders", true],
    ["flink-*", "my-flink-orders", false],
    ["*-state", "orders-state", true],
    ["*a*a*", "a", false],
    ["state", "state", true],
    ["state", "states", false],
  ])("whose name fits the pattern %s: %s is %s", (pattern, name, fits) => {
    expect(views([s3("mine", { bucket: name })], [pattern])).toEqual(fits ? [["mine", true, true]] : []);
  });

  test("and no others", () => {
    expect(views([s3("mine", { bucket: "logs" }), job({ "execution.checkpointing.dir": "s3://logs-state/x" })])).toEqual([]);
    expect(views([s3("mine", { bucket: "logs" }), job({ "execution.checkpointing.dir": "file:///logs" })])).toEqual([]);
  });
});

describe("readBucketViews does not know whether a bucket holds state", () => {
  const unknownJob = (dependencies?: Record<string, string[]>): CloudResource =>
    job({ "execution.checkpointing.dir": NOT_YET }, dependencies === undefined ? {} : { dependencies });
  const bucket = s3("mine", { bucket: "state" });

  test("where a directory is not known and may come from the bucket", () => {
    expect(views([bucket, unknownJob()])).toEqual([["mine", UNKNOWN, false]]);
    expect(views([bucket, unknownJob({ spec: [bucket.urn] })])).toEqual([["mine", UNKNOWN, false]]);
  });

  test("but knows it does not where the directory comes from elsewhere", () => {
    expect(views([bucket, unknownJob({ spec: ["urn:other"] })])).toEqual([]);
  });

  test("where its name is not known and a directory names a bucket that is none of the others", () => {
    const unnamed = s3("mine", { bucket: NOT_YET });
    expect(views([unnamed, job({ "execution.checkpointing.dir": "s3://state/x" })])).toEqual([["mine", UNKNOWN, false]]);
    expect(views([unnamed, bucket, job({ "execution.checkpointing.dir": "s3://state/x" })])).toEqual([["mine", true, false]]);
    expect(views([unnamed], ["flink-*"])).toEqual([["mine", UNKNOWN, true]]);
  });

  test("and then calls nothing a violation", () => {
    const finding: Finding = { field: "f", value: "v", limit: "l", remedy: "r", at: { path: [] } };
    const [view] = readBucketViews([bucket, unknownJob()], attemptPreview);
    expect(view && bucketResult(view, [finding])).toMatchObject({ status: "notEvaluated" });
    expect(view && bucketResult(view, [])).toEqual({ status: "compliant" });
    expect(bucketResult(s3Bucket({}), [finding])).toMatchObject({ status: "violated" });
  });
});

describe("parts of a bucket of S3", () => {
  const policies = (resources: readonly CloudResource[], bucket = "bucket") => {
    const view = readBucketViews(resources, attemptPreview).find((one) => one.bucket.resource.name === bucket);
    const { sure = [], unsure = [] } = view?.parts("policy") ?? {};
    return { sure: sure.map((part) => part.resource.name), unsure: unsure.map((part) => part.resource.name) };
  };
  const [, mine] = s3Resources({});
  const policy = (bucket: unknown, dependencies?: Record<string, string[]>): CloudResource =>
    resource(s3Type("BucketPolicy"), "policy", { bucket }, dependencies === undefined ? {} : { dependencies });
  const other = s3("other", { bucket: "logs" });
  const [urn = ""] = [mine?.urn];

  test.each([
    ["joined by name", policy("state"), "sure"],
    ["of another bucket by name", policy("logs"), "none"],
    ["of a bucket elsewhere", policy("elsewhere"), "none"],
    ["joined by its dependency", policy(NOT_YET, { bucket: [urn, "urn:component"] }), "sure"],
    ["of another bucket by its dependency", policy(NOT_YET, { bucket: [other.urn] }), "none"],
    ["not sure with two dependencies", policy(NOT_YET, { bucket: [urn, other.urn] }), "unsure"],
    ["not sure without any", policy(NOT_YET), "unsure"],
    ["not sure where only another property depends on it", policy(NOT_YET, { policy: [urn] }), "unsure"],
    ["not sure where the name comes from what is no bucket", policy(NOT_YET, { bucket: ["urn:random"] }), "unsure"],
  ])("are %s", (_, part, expected) => {
    expect(policies([...s3Resources({}), other, part])).toEqual({
      sure: expected === "sure" ? ["policy"] : [],
      unsure: expected === "unsure" ? ["policy"] : [],
    });
  });

  test("are not sure for a bucket whose name is not known, unless it is another's", () => {
    const unnamed = s3Resources({}, { bucket: NOT_YET });
    expect(policies([...unnamed, policy("state")])).toEqual({ sure: [], unsure: ["policy"] });
    expect(policies([...unnamed, other, policy("logs")])).toEqual({ sure: [], unsure: [] });
    expect(policies([...unnamed, policy(NOT_YET, { bucket: [urn] })])).toEqual({ sure: ["policy"], unsure: [] });
  });

  test("are joined by the id of a bucket whose name the provider chose", () => {
    const named = s3Resources({}, { bucket: undefined, id: "bucket-1a2b" });
    expect(policies([...named, policy("bucket-1a2b")])).toEqual({ sure: ["policy"], unsure: [] });
    expect(onlyBucket(named).name).toBe("bucket-1a2b");
  });

  test("have the names of version 6 of the provider too", () => {
    const old = [
      CHECKPOINT_BUCKET,
      resource("aws:s3/bucketV2:BucketV2", "bucket", { bucket: "state" }, { parent: CHECKPOINT_BUCKET.urn }),
      resource(s3Type("BucketVersioningV2"), "versioning", { bucket: "state" }),
    ];
    expect(onlyBucket(old).parts("versioning").sure).toHaveLength(1);
    expect(onlyBucket(old).parts("lifecycle").sure).toHaveLength(0);
  });
});

describe("directories of a bucket", () => {
  const directories = (settings: Record<string, string>) => onlyBucket([...s3Resources({}), job(settings)]).directories;

  test.each([
    ["s3://state/orders/checkpoints", "orders/checkpoints/"],
    ["s3://state//orders///checkpoints/", "orders/checkpoints/"],
    ["s3://state", ""],
    ["s3://state/_entropy_/orders", ""],
    ["s3://state/orders/_entropy_/checkpoints", "orders/"],
  ])("%s is the folder %j", (uri, folder) => {
    expect(directories({ "execution.checkpointing.dir": uri })).toEqual([{ cloud: "s3", bucket: "state", folder, savepoints: false }]);
  });

  test("tell savepoints apart", () => {
    expect(directories({ "state.savepoints.dir": "s3://state/sp" })).toEqual([
      { cloud: "s3", bucket: "state", folder: "sp/", savepoints: true },
    ]);
  });
});
