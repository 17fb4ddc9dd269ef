import { describe, expect, test } from "vitest";
import { exitCodeOf } from "../../../../policies/check/report/checkReport.ts";
import { check, jobManifest, violated } from "../checked.ts";

const FLINK_DEPLOYMENT = "kubernetes:flink.apache.org/v1beta1:FlinkDeployment";
const NOT_YET = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", ciphertext: "AAAB", plaintext: '"hunter2"' };

const urnOf = (type: string, name: string): string => `urn:pulumi:dev::shop::${type}::${name}`;

function state(type: string, name: string, inputs: unknown, more: object = {}) {
  return { urn: urnOf(type, name), custom: true, type, inputs, outputs: {}, ...more };
}

const preview = (...states: ReturnType<typeof state>[]) =>
  JSON.stringify({ config: {}, steps: states.map((newState) => ({ op: "create", urn: newState.urn, newState })) }, undefined, 2);
const exported = (...resources: ReturnType<typeof state>[]) =>
  JSON.stringify({ version: 3, deployment: { manifest: {}, resources } }, undefined, 2);
const stored = (...resources: ReturnType<typeof state>[]) =>
  JSON.stringify({ version: 3, checkpoint: { stack: "dev", latest: { resources } } }, undefined, 2);

const BAD = state(FLINK_DEPLOYMENT, "orders-deployment", jobManifest({ maxBundleSize: "5" }));
const STACK = state("pulumi:pulumi:Stack", "shop-dev", {});

describe("checking Pulumi's previews and state", () => {
  test.each([
    ["pulumi preview --json", preview],
    ["pulumi stack export", exported],
    ["a state file", stored],
  ])("%s: the job is found, and its place in the file", (_, write) => {
    const text = write(STACK, BAD);
    const report = check({ "x.json": text });
    expect(violated(report)).toStrictEqual(["bundle-size"]);
    expect(text.split("\n")[report.findings[0]!.line - 1]).toContain("--maxBundleSize=5");
    expect(report.checked).toMatchObject([{ kind: "job", resource: "beam/orders" }]);
    expect(report.passedOver).toStrictEqual({ "pulumi:pulumi:Stack": 1 });
  });

  test("a stack without resources is read too", () => {
    for (const text of [preview(), exported(), JSON.stringify({ version: 3, deployment: { manifest: {} } })]) {
      expect(check({ x: text })).toMatchObject({ checked: [], passedOver: {}, errors: [] });
    }
  });

  test("what is deleted, replaced or only read is not checked twice or at all", () => {
    const steps = [
      { op: "create-replacement", urn: BAD.urn, newState: state(FLINK_DEPLOYMENT, "orders-deployment", jobManifest()) },
      { op: "replace", urn: BAD.urn, newState: BAD },
      { op: "delete-replaced", urn: BAD.urn, oldState: BAD },
      { op: "delete", urn: urnOf(FLINK_DEPLOYMENT, "old"), oldState: BAD },
    ];
    expect(check({ x: JSON.stringify({ steps }) }).checked).toHaveLength(1);
    const gone = [
      state(FLINK_DEPLOYMENT, "a", jobManifest({ maxBundleSize: "5" }), { delete: true }),
      state(FLINK_DEPLOYMENT, "b", {}, { external: true }),
    ];
    expect(check({ x: exported(...gone) })).toMatchObject({ checked: [], findings: [] });
  });

  test.each([
    ["not known yet", NOT_YET],
    ["secret in a preview", "[secret]"],
    ["secret in state", SECRET],
    ["an output", { [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4" }],
  ])("a value that is %s is not evaluated, neither passed nor violated", (_, value) => {
    const manifest = jobManifest({ maxBundleSize: undefined });
    const args = [...manifest.spec.job.args, value];
    const text = preview(
      state(FLINK_DEPLOYMENT, "orders", { ...manifest, spec: { ...manifest.spec, job: { ...manifest.spec.job, args } } }),
    );
    const report = check({ x: text });
    expect(report.findings).toStrictEqual([]);
    expect(report.notEvaluated.map(({ rule }) => rule)).toContain("bundle-size");
    expect(JSON.stringify(report)).not.toContain("hunter2");
    expect(exitCodeOf(report)).toBe(0);
  });

  test("a name that is not known yet: the program's name stands for it", () => {
    const manifest = { ...jobManifest(), metadata: { ...jobManifest().metadata, name: NOT_YET } };
    expect(check({ x: preview(state(FLINK_DEPLOYMENT, "orders-deployment", manifest)) }).checked).toMatchObject([
      { resource: "beam/orders-deployment" },
    ]);
  });

  test("buckets that hold state, with the resources that say the rest, and clusters", () => {
    const component = state("beam-flink:index:CheckpointBucket", "state", {});
    const bucket = state("aws:s3/bucket:Bucket", "bucket", { bucket: "state-1" }, { parent: component.urn });
    const open = state("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "access", { bucket: "state-1", blockPublicAcls: false });
    const cluster = state("aws:eks/cluster:Cluster", "main", { name: "main-1" });
    const text = preview(component, bucket, open, cluster, state("aws:s3/bucket:Bucket", "other", { bucket: "other" }));
    const report = check({ x: text });
    expect(report.checked.map(({ kind, resource }) => [kind, resource])).toStrictEqual([
      ["bucket", "state-1"],
      ["cluster", "main-1"],
    ]);
    const lines = text.split("\n");
    const access = report.findings.find(({ rule }) => rule === "bucket-public-access")!;
    // The place is in the resource that the finding is about.
    expect(access.line).toBeGreaterThan(lines.findIndex((line) => line.includes(`"urn": "${open.urn}"`)));
    expect(access.line).toBeLessThan(lines.findLastIndex((line) => line.includes(`"urn": "${cluster.urn}"`)));
    expect(violated(report)).toContain("bucket-tls-only");
    expect(violated(report)).toContain("cluster-endpoint");
  });

  test("a manifest with steps or a deployment of its own is a manifest", () => {
    expect(check({ x: JSON.stringify({ ...jobManifest(), steps: [], deployment: { resources: [] } }) }).checked).toHaveLength(1);
  });
});
