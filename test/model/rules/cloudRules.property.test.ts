import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { remediatePublicAccess, remediateUploads } from "../../../model/views/bucketRemediation.ts";
import { readBucketViews } from "../../../model/views/bucketView.ts";
import type { CloudResource } from "../../../model/views/cloudResource.ts";
import { readClusterView } from "../../../model/views/clusterView.ts";
import { bucketEncryption } from "../../../model/rules/bucketEncryption.ts";
import { bucketLifecycle } from "../../../model/rules/bucketLifecycle.ts";
import { bucketProtected } from "../../../model/rules/bucketProtected.ts";
import { bucketPublicAccess } from "../../../model/rules/bucketPublicAccess.ts";
import { bucketTlsOnly } from "../../../model/rules/bucketTlsOnly.ts";
import { clusterEndpoint } from "../../../model/rules/clusterEndpoint.ts";
import { clusterLogging } from "../../../model/rules/clusterLogging.ts";
import { NOT_YET } from "./jobs.ts";
import { attemptPreview, CHECKPOINT_BUCKET, s3Type } from "./stacks.ts";

const BUCKET_RULES = [bucketEncryption, bucketPublicAccess, bucketTlsOnly, bucketLifecycle, bucketProtected];
const CLUSTER_RULES = [clusterEndpoint, clusterLogging];

const JOB = "kubernetes:flink.apache.org/v1beta1:FlinkDeployment";

const TYPES = [
  JOB,
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketV2:BucketV2",
  "gcp:storage/bucket:Bucket",
  "aws:eks/cluster:Cluster",
  "gcp:container/cluster:Cluster",
  ...[
    "BucketAcl",
    "BucketLifecycleConfiguration",
    "BucketPolicy",
    "BucketPublicAccessBlock",
    "BucketServerSideEncryptionConfiguration",
  ].map(s3Type),
];

/** Names that the readers look for, so that what is made is not passed over at its first level. */
const KEYS = [
  ..."bucket name id acl grants uri accessControlPolicy grantee policy Statement Effect Principal NotPrincipal AWS Action Resource Condition".split(
    " ",
  ),
  ..."Bool StringEquals aws:SecureTransport aws:SourceVpc rules lifecycleRules status enabled filter and prefix tags expiration days date".split(
    " ",
  ),
  ..."transitions storageClass abortIncompleteMultipartUpload daysAfterInitiation abortIncompleteMultipartUploadDays action type condition age".split(
    " ",
  ),
  ..."matchesPrefixes withState serverSideEncryptionConfiguration rule applyServerSideEncryptionByDefault sseAlgorithm kmsMasterKeyId".split(
    " ",
  ),
  ..."serverSideEncryptionConfigurations blockedEncryptionTypes encryption defaultKmsKeyName publicAccessPrevention forceDestroy".split(
    " ",
  ),
  ..."vpcConfig endpointPublicAccess publicAccessCidrs privateClusterConfig masterAuthorizedNetworksConfig cidrBlocks cidrBlock".split(" "),
  ..."enabledClusterLogTypes loggingConfig enableComponents loggingService constructor toString __proto__".split(" "),
  ..."spec job args flinkConfiguration execution checkpointing execution.checkpointing.dir dir high-availability.storageDir valueOf".split(
    " ",
  ),
];

const LEAVES = fc.oneof(
  fc.constantFrom(
    NOT_YET,
    "*",
    "Allow",
    "Deny",
    "s3:*",
    "false",
    "Enabled",
    "Delete",
    "0.0.0.0/0",
    "state",
    '{"Statement":[{"Effect":"Allow"}]}',
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

const { properties: PROPERTIES } = fc.letrec<{ properties: unknown; node: unknown }>((tie) => ({
  properties: fc.dictionary(fc.constantFrom(...KEYS), tie("node"), { maxKeys: 8 }),
  node: fc.oneof({ depthSize: "small" }, LEAVES, tie("properties"), fc.array(tie("node"), { maxLength: 3 })),
}));

const RESOURCES: fc.Arbitrary<CloudResource[]> = fc.array(
  fc.record(
    {
      type: fc.constantFrom(...TYPES),
      name: fc.string(),
      urn: fc.constantFrom("urn:a", "urn:b", "urn:c"),
      parent: fc.constantFrom(CHECKPOINT_BUCKET.urn, "urn:a", "urn:b"),
      protect: fc.boolean(),
      properties: fc.oneof({ weight: 4, arbitrary: PROPERTIES }, { weight: 1, arbitrary: fc.jsonValue() }),
      dependencies: fc.dictionary(fc.constantFrom("bucket", "policy"), fc.array(fc.constantFrom("urn:a", "urn:b"))),
    },
    { requiredKeys: ["type", "name", "urn", "properties"] },
  ),
  { maxLength: 6 },
);

const STATUSES = ["compliant", "violated", "notEvaluated"];

describe("no resources, whatever their properties,", () => {
  test("make a reader or a rule on buckets and clusters throw", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(RESOURCES, (resources) => {
        for (const view of readBucketViews([CHECKPOINT_BUCKET, ...resources], attemptPreview, ["state*"])) {
          for (const rule of BUCKET_RULES) {
            seen.add(`${rule.id} ${rule.evaluate(view, rule === bucketEncryption ? { customerKey: true } : {}).status}`);
          }
        }
        for (const resource of resources) {
          const cluster = readClusterView(resource, attemptPreview);
          for (const rule of cluster === undefined ? [] : CLUSTER_RULES) {
            if (cluster !== undefined) seen.add(`${rule.id} ${rule.evaluate(cluster).status}`);
          }
        }
      }),
      { numRuns: 800 },
    );
    // What was made reached every rule, and most of what it can say.
    for (const { id } of [...BUCKET_RULES, ...CLUSTER_RULES]) {
      expect(STATUSES.filter((status) => seen.has(`${id} ${status}`)).length, id).toBeGreaterThanOrEqual(2);
    }
  });

  test("make a remediation throw, or leave something to do for a second one", () => {
    const remediations = [remediatePublicAccess, remediateUploads];
    const leftToDo = fc.property(fc.constantFrom(...TYPES), fc.constantFrom(...remediations), PROPERTIES, (type, remediate, properties) => {
      const changes = remediate(type, properties, attemptPreview);
      if (changes === undefined) return true;
      return remediate(type, Object.assign({}, properties, changes), attemptPreview) === undefined;
    });
    expect(() => fc.assert(leftToDo, { numRuns: 2_000 })).not.toThrow();
  });
});
