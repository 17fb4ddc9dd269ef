/** Runs a program against Pulumi's mocks and returns what it registered, in the order of registration. */
import * as pulumi from "@pulumi/pulumi";

/** Any value, as the mocks give it: a test says what it expects. */
type Inputs = pulumi.runtime.MockResourceArgs["inputs"];

export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

export interface MockRun {
  readonly resources: readonly Registered[];
  /** Inputs of the one resource of that name. */
  inputs(name: string): Inputs;
  /** `type name` of each. */
  readonly list: readonly string[];
}

type State = Readonly<Record<string, unknown>>;

export interface MockOptions {
  /** Whether the program runs as a preview does, in which what only a cloud knows is unknown. Default: true. */
  readonly preview?: boolean;
  /** What the cloud would add to the state of a resource, by resource type; a function is given the resource's name. */
  readonly outputs?: Readonly<Record<string, State | ((name: string) => State)>>;
  /** What functions of a provider answer, by token. Default: their arguments. */
  readonly calls?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export async function runWithMocks(program: () => void | Promise<unknown>, options: MockOptions = {}): Promise<MockRun> {
  const resources: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        resources.push({ type: args.type, name: args.name, inputs: plain(args.inputs) as Record<string, unknown> });
        const outputs = options.outputs?.[args.type];
        const added = typeof outputs === "function" ? outputs(args.name) : outputs;
        return { id: `${args.name}-id`, state: { ...withName(args.name, args.inputs), ...added } };
      },
      call: (args) => ({ ...args.inputs, ...options.calls?.[args.token] }),
    },
    "beam-flink",
    "test",
    options.preview ?? true,
    "organization",
  );
  try {
    await program();
  } finally {
    await pulumi.runtime.disconnect(); // waits for what was registered, which would else reach the next test's mocks
  }
  return {
    resources,
    list: resources.map(({ type, name }) => `${type} ${name}`),
    inputs: (name) => {
      const found = resources.filter((resource) => resource.name === name && !resource.type.startsWith("beam-flink:"));
      if (found.length !== 1)
        throw new Error(`${found.length} resources are named ${name}: ${resources.map((resource) => resource.name).join(", ")}`);
      return found[0]!.inputs;
    },
  };
}

/** The provider names an object that has no name after its resource. */
function withName(name: string, inputs: Inputs): Inputs {
  return { ...inputs, metadata: { name, ...inputs["metadata"] } };
}

const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** Secrets as `{ secret: value }`, so that a test sees which values are. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const object = value as Record<string, unknown>;
  if (object[SIGNATURE] === SECRET) return { secret: plain(object["value"]) };
  return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, plain(item)]));
}
