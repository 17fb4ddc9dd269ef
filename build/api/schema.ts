/** The package's Pulumi schema: what SDKs of other languages are generated from, and what the YAML language checks programs against. */
import type { ApiDescription, ApiType, ComponentDescription, PropertyDescription, TypeDescription } from "./description.ts";

/** The parts of Pulumi's package schema that this package uses. */
export interface PackageSchema {
  readonly name: string;
  readonly displayName: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly keywords: readonly string[];
  readonly homepage: string;
  readonly repository: string;
  readonly language: Readonly<Record<string, object>>;
  readonly resources: Readonly<Record<string, ResourceSchema>>;
  readonly types: Readonly<Record<string, TypeSchema>>;
}

export interface ResourceSchema {
  readonly isComponent: true;
  readonly description: string;
  readonly inputProperties: Readonly<Record<string, PropertySchema>>;
  readonly requiredInputs: readonly string[];
  readonly properties: Readonly<Record<string, PropertySchema>>;
  readonly required: readonly string[];
}

export type TypeSchema =
  | {
      readonly type: "object";
      readonly description: string;
      readonly properties: Readonly<Record<string, PropertySchema>>;
      readonly required: readonly string[];
    }
  | {
      readonly type: "string";
      readonly description: string;
      readonly enum: readonly { readonly name: string; readonly value: string; readonly description: string }[];
    };

export interface ValueSchema {
  readonly type?: "string" | "number" | "boolean" | "array" | "object";
  readonly items?: ValueSchema;
  readonly additionalProperties?: ValueSchema;
  readonly $ref?: string;
  readonly plain?: true;
}

export interface PropertySchema extends ValueSchema {
  readonly description: string;
  readonly secret?: true;
}

/** What the schema says of the package itself. */
export interface PackageFacts {
  readonly version: string;
  readonly description: string;
  readonly license: string;
}

const PACKAGE = "beam-flink";
const REPOSITORY = "https://github.com/OWNER/beam-flink";

/** Without it the generators stamp SDKs with a version of their own. */
const OF_SCHEMA = { respectSchemaVersion: true };

/**
 * Every component, with all arguments and outputs but those of a `native` type, which no other language has. An argument is `plain` when the
 * program must know it and everything in it: the component is shaped by it.
 */
export function packageSchema(api: ApiDescription, facts: PackageFacts): PackageSchema {
  const texts = new Texts(api);
  const components = api.components.filter(({ isResource }) => isResource);
  const used = usedTypes(api, components);
  return {
    name: PACKAGE,
    displayName: "Beam on Flink",
    ...facts,
    keywords: ["pulumi", "apache-beam", "apache-flink", "kubernetes", "kind/component", "category/infrastructure"],
    homepage: REPOSITORY,
    repository: REPOSITORY,
    language: {
      csharp: OF_SCHEMA,
      go: { ...OF_SCHEMA, importBasePath: `${REPOSITORY.replace("https://", "")}/sdk/go/beamflink` },
      java: OF_SCHEMA,
      nodejs: OF_SCHEMA,
      python: { ...OF_SCHEMA, pyproject: { enabled: true } },
    },
    resources: Object.fromEntries(components.map((component) => [tokenOf(component.name), resourceOf(component, texts)])),
    types: Object.fromEntries(used.map((type) => [tokenOf(type.name), typeOf(type, texts)])),
  };
}

function resourceOf({ description, arguments: inputs, outputs }: ComponentDescription, texts: Texts): ResourceSchema {
  return {
    isComponent: true,
    description: texts.plain(description),
    inputProperties: propertiesOf(inputs, texts, true),
    requiredInputs: requiredOf(inputs),
    properties: propertiesOf(outputs, texts, false),
    required: requiredOf(outputs),
  };
}

function typeOf(type: TypeDescription, texts: Texts): TypeSchema {
  const description = texts.plain(type.description);
  if (type.kind === "enum") {
    const values = type.values.map(({ name, value, description: meaning }) => ({ name, value, description: texts.plain(meaning) }));
    return { type: "string", description, enum: values };
  }
  return { type: "object", description, properties: propertiesOf(type.properties, texts, true), required: requiredOf(type.properties) };
}

function propertiesOf(properties: readonly PropertyDescription[], texts: Texts, areInputs: boolean): Record<string, PropertySchema> {
  const entries = expressible(properties).map((property): [string, PropertySchema] => [
    property.name,
    {
      ...valueOf(property.type),
      ...(areInputs && !property.isInput && !holdsInputs(property.type, texts.api) ? { plain: true } : {}),
      description: texts.of(property),
      ...(property.isSecret ? { secret: true } : {}),
    },
  ]);
  return Object.fromEntries(entries);
}

const requiredOf = (properties: readonly PropertyDescription[]): string[] =>
  expressible(properties)
    .filter(({ required }) => required)
    .map(({ name }) => name)
    .toSorted();

/** The properties that other languages can have. */
export const expressible = (properties: readonly PropertyDescription[]): PropertyDescription[] =>
  properties.filter(({ type }) => !isNative(type));

function isNative(type: ApiType): boolean {
  if (type.kind === "array") return isNative(type.items);
  return type.kind === "map" ? isNative(type.values) : type.kind === "native";
}

function valueOf(type: ApiType): ValueSchema {
  switch (type.kind) {
    case "array":
      return { type: "array", items: valueOf(type.items) };
    case "map":
      return { type: "object", additionalProperties: valueOf(type.values) };
    case "reference":
      return { $ref: `#/types/${tokenOf(type.name)}` };
    case "any":
      return { $ref: "pulumi.json#/Any" };
    case "native":
      throw new Error(`${type.text} has no schema`);
    default:
      return { type: type.kind };
  }
}

/** Whether something in a value of the type may be unknown until other resources are there. No type holds itself. */
function holdsInputs(type: ApiType, api: ApiDescription): boolean {
  if (type.kind === "array") return type.itemsAreInputs || holdsInputs(type.items, api);
  if (type.kind === "map") return type.valuesAreInputs || holdsInputs(type.values, api);
  const named = type.kind === "reference" ? api.types.get(type.name) : undefined;
  if (named?.kind !== "object") return false;
  return expressible(named.properties).some((property) => property.isInput || holdsInputs(property.type, api));
}

const tokenOf = (name: string): string => `${PACKAGE}:index:${name}`;

/** Types that a component's schema reaches, in the order of their names. */
function usedTypes(api: ApiDescription, components: readonly ComponentDescription[]): TypeDescription[] {
  const used = new Set<TypeDescription>();
  const visit = (type: ApiType): void => {
    if (type.kind === "array") visit(type.items);
    if (type.kind === "map") visit(type.values);
    const named = type.kind === "reference" ? api.types.get(type.name) : undefined;
    if (named === undefined || used.has(named)) return;
    used.add(named);
    if (named.kind === "object") for (const property of expressible(named.properties)) visit(property.type);
  };
  for (const { arguments: inputs, outputs } of components) for (const { type } of expressible([...inputs, ...outputs])) visit(type);
  return [...api.types.values()].filter((type) => used.has(type));
}

/** Texts of doc comments, without what only TypeScript has. */
class Texts {
  /** `UpgradeMode.LastState` is the value `"last-state"`. */
  readonly #members: ReadonlyMap<string, string>;
  readonly api: ApiDescription;

  constructor(api: ApiDescription) {
    this.api = api;
    const enums = [...api.types.values()].flatMap((type) => (type.kind === "enum" ? [type] : []));
    this.#members = new Map(
      enums.flatMap(({ name, values }) => values.map((one) => [`${name}.${one.name}`, JSON.stringify(one.value)] as const)),
    );
  }

  of({ description, default: given }: PropertyDescription): string {
    return this.plain(given === undefined ? description : `${description}\n\nDefault: ${given}`);
  }

  plain(text: string): string {
    return text
      .replaceAll(/\{@link ([^}]+)\}/g, "`$1`")
      .replaceAll(/\b[A-Z]\w+\.[A-Z]\w+\b/g, (member) => this.#members.get(member) ?? member)
      .replaceAll(/\bundefined\b/g, "none")
      .replaceAll(/\bUndefined\b/g, "None");
  }
}
