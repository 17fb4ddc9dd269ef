/** The job as Pulumi would register it in each environment, on mocks: no cluster, no plugin, no login. Run it by `npm test`. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import program from "../index.ts";
import { ENVIRONMENT_NAMES, JOB_NAME } from "../job.ts";
// What the platform's stack has as outputs; `beam-flink preview --reference` reads the same file.
import outputs from "./platform-outputs.json" with { type: "json" };

const PROJECT = "${PROJECT}";

/** What is looked at of a FlinkDeployment. */
interface Deployment {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly image: string;
    readonly job: { readonly entryClass: string; readonly args: readonly string[] };
    readonly flinkConfiguration: Readonly<Record<string, string>>;
  };
}

/** The FlinkDeployment that the program registers in an environment. */
async function deployment(environment: string): Promise<Deployment> {
  const registered: pulumi.runtime.MockResourceArgs[] = [];
  const newResource = (args: pulumi.runtime.MockResourceArgs) => {
    registered.push(args);
    const read = args.type === "pulumi:pulumi:StackReference" ? { outputs, secretOutputNames: ["platform"] } : {};
    return { id: `${args.name}-id`, state: { ...args.inputs, ...read } };
  };
  await pulumi.runtime.setMocks({ newResource, call: (args) => args.inputs }, PROJECT, environment, true, "acme");
  pulumi.runtime.setAllConfig({
    [`${PROJECT}:platform`]: "streaming",
    [`${PROJECT}:image`]: "registry.example.com/orders:1.0.0",
    [`${PROJECT}:entryClass`]: "com.example.Orders",
  });
  await program();
  await pulumi.runtime.disconnect(); // waits for what was registered
  const found = registered.filter(({ type }) => type === "kubernetes:flink.apache.org/v1beta1:FlinkDeployment");
  assert.equal(found.length, 1);
  return found[0]!.inputs;
}

for (const environment of ENVIRONMENT_NAMES) {
  describe(`the job in ${environment}`, () => {
    let job: Deployment;
    before(async () => {
      job = await deployment(environment);
    });

    test("runs its own image on the platform", () => {
      assert.deepEqual([job.metadata.name, job.metadata.namespace], [JOB_NAME, "beam"]);
      assert.equal(job.spec.image, "registry.example.com/orders:1.0.0");
      assert.equal(job.spec.job.entryClass, "com.example.Orders");
    });

    test("keeps its state in its own folder of the platform's bucket", () => {
      assert.equal(job.spec.flinkConfiguration["execution.checkpointing.dir"], `s3://flink/${JOB_NAME}/checkpoints`);
    });

    test("can be scaled up for the whole life of its state", () => {
      assert.ok(job.spec.job.args.includes("--maxParallelism=120"), job.spec.job.args.join(" "));
    });
  });
}
