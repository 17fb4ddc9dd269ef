/** A custom kind for tests, nested enough that its schema can be broken in several ways. */
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

export const PIPELINE_CRD = {
  metadata: { name: "pipelines.test.example" },
  spec: {
    group: "test.example",
    names: { kind: "Pipeline", listKind: "PipelineList", plural: "pipelines", singular: "pipeline" },
    scope: "Namespaced",
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: {
              spec: {
                type: "object",
                required: ["job"],
                properties: {
                  mode: { type: "string", enum: ["native", "standalone"], default: "standalone" },
                  settings: { type: "object", additionalProperties: { type: "string" } },
                  job: {
                    type: "object",
                    properties: { parallelism: { type: "integer", minimum: 1 }, args: { type: "array", items: { type: "string" } } },
                  },
                },
              },
              status: { type: "object", properties: { state: { type: "string" }, error: { type: "string" } } },
            },
          },
        },
      },
    ],
  },
};

export function pipelineCrd(provider: k8s.Provider): k8s.apiextensions.v1.CustomResourceDefinition {
  return new k8s.apiextensions.v1.CustomResourceDefinition("pipelines", PIPELINE_CRD, { provider });
}

export interface PipelineArgs {
  readonly namespace: pulumi.Input<string>;
  readonly name?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Anything, so that tests can be wrong on purpose. */
  readonly spec?: pulumi.Input<object>;
}

export function pipeline(name: string, args: PipelineArgs, options: pulumi.CustomResourceOptions): k8s.apiextensions.CustomResource {
  const { namespace, annotations = {}, spec = { job: { parallelism: 2 } } } = args;
  const metadata = { namespace, annotations: { ...annotations }, ...(args.name === undefined ? {} : { name: args.name }) };
  return new k8s.apiextensions.CustomResource(name, { apiVersion: "test.example/v1", kind: "Pipeline", metadata, spec }, options);
}
