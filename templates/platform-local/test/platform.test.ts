/** The platform as Pulumi would register it, on mocks: no cluster, no plugin, no login. Run it by `npm test`. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import program from "../index.ts";

const PROJECT = "${PROJECT}";
const registered: pulumi.runtime.MockResourceArgs[] = [];

/** Inputs of the one resource of this type and name. */
function inputs(type: string, name: string): Record<string, unknown> {
  const found = registered.filter((resource) => resource.type === type && resource.name === name);
  assert.equal(found.length, 1, `${type} ${name} among ${registered.map((resource) => resource.name).join(", ")}`);
  return found[0]!.inputs;
}

let outputs: ReturnType<typeof program>;

before(async () => {
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        registered.push(args);
        return { id: `${args.name}-id`, state: args.inputs };
      },
      call: (args) => args.inputs,
    },
    PROJECT,
    "dev",
    true,
  );
  pulumi.runtime.setAllConfig(
    {
      [`${PROJECT}:preset`]: "development",
      [`${PROJECT}:jobNamespaces`]: '["beam", "billing"]',
      [`${PROJECT}:bucketUrl`]: "http://minio.storage.svc:9000",
      [`${PROJECT}:bucket`]: "flink",
      [`${PROJECT}:accessKey`]: "an-access-key",
      [`${PROJECT}:secretKey`]: "a-secret-key",
      // The definitions of the operator's release would be fetched.
      [`${PROJECT}:operator`]: '{ "crds": { "skip": true } }',
    },
    [`${PROJECT}:accessKey`, `${PROJECT}:secretKey`],
  );
  outputs = program();
  await pulumi.runtime.disconnect(); // waits for what was registered
});
after(() => registered.splice(0));

test("each job namespace is made, and the operator's", () => {
  for (const name of ["beam", "billing", "flink-operator"]) {
    const { metadata } = inputs("kubernetes:core/v1:Namespace", `streaming-namespace-${name}`);
    assert.deepEqual(metadata, { name });
  }
});

test("job teams read where jobs run and where they keep their state", () => {
  assert.deepEqual(outputs.platform.jobNamespaces, ["beam", "billing"]);
  assert.equal(outputs.platform.bucket.endpoint?.bucket, "flink");
});

test("the bucket's keys are secrets", async () => {
  const { accessKey, secretKey } = outputs.platform.bucket.endpoint ?? {};
  for (const key of [accessKey, secretKey]) assert.ok(await pulumi.isSecret(pulumi.output(key)));
});
