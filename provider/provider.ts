/** The components as a Pulumi provider: whatever language a program is written in, the engine has them constructed here. */
import * as pulumi from "@pulumi/pulumi";
import * as components from "../components/index.ts";
import { checkInputs, type InputProblem } from "./inputs.ts";
import { componentShape, SCHEMA, VERSION } from "./schema.ts";

/** Any component; its arguments are checked against the schema before it is given them. */
type Component = new (name: string, args: never, opts: pulumi.ComponentResourceOptions) => pulumi.ComponentResource;

const COMPONENTS: Readonly<Record<string, Component>> = {
  AdmissionPolicies: components.AdmissionPolicies,
  AutoscalingPolicy: components.AutoscalingPolicy,
  BeamJob: components.BeamJob,
  CheckpointBucket: components.CheckpointBucket,
  FlinkOperator: components.FlinkOperator,
  Monitoring: components.Monitoring,
  StreamingCluster: components.StreamingCluster,
  StreamingPlatform: components.StreamingPlatform,
};

export const provider: pulumi.provider.Provider = { version: VERSION, schema: SCHEMA, construct };

async function construct(
  name: string,
  token: string,
  given: pulumi.Inputs,
  opts: pulumi.ComponentResourceOptions,
): Promise<pulumi.provider.ConstructResult> {
  const type = token.split(":").at(-1) ?? "";
  const shape = componentShape(token);
  const Class = Object.hasOwn(COMPONENTS, type) ? COMPONENTS[type] : undefined;
  if (shape === undefined || Class === undefined) {
    throw refusal(`${token} is no component of beam-flink. There are ${Object.keys(COMPONENTS).join(", ")}.`);
  }
  const { inputs, problems } = await checkInputs(given, shape.inputs, type);
  if (problems.length > 0) throw refusal(toldOf(type, name, problems));
  const component = new Class(name, inputs as never, opts);
  const state = stateOf(component, shape.outputs);
  // A component tells of a trouble that it cannot throw any more, such as a job that did not start, by an error in the log.
  await settled(state);
  if (pulumi.log.hasErrors()) throw refusal(`${type} "${name}" is not as it should be: see its error.`);
  return { urn: component.urn, state };
}

function stateOf(component: pulumi.ComponentResource, outputs: readonly string[]): pulumi.Inputs {
  const fields = new Map<string, unknown>(Object.entries(component));
  return Object.fromEntries(outputs.map((output) => [output, fields.get(output)]));
}

/** Waits for everything in the state, known or not. */
async function settled(state: pulumi.Inputs): Promise<void> {
  await pulumi.isSecret(pulumi.output(state));
}

/** An error whose message is all that a person needs. */
const refusal = (message: string): Error => new pulumi.ResourceError(message, undefined, true);

function toldOf(type: string, name: string, problems: readonly InputProblem[]): string {
  return problems.map(({ path, reason }) => `${type} "${name}": ${path} ${reason}`).join("\n");
}
