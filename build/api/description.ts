/** What the public components are, in no language's own words: the schema and the argument tables of the docs are both made from it. */

/** All that a user of the package can construct, and the types its arguments are made of. */
export interface ApiDescription {
  /** In the order of their names. */
  readonly components: readonly ComponentDescription[];
  /** Nested types and enums by name, in the order of their names. */
  readonly types: ReadonlyMap<string, TypeDescription>;
}

export interface ComponentDescription {
  /** Name of the class, such as `BeamJob`. */
  readonly name: string;
  /** False for a class that is no resource and exists in TypeScript only, such as `JobDrain`. */
  readonly isResource: boolean;
  readonly description: string;
  /** Name of the interface of its arguments. */
  readonly argumentsType: string;
  /** Whether it can be constructed without arguments. */
  readonly argumentsRequired: boolean;
  readonly arguments: readonly PropertyDescription[];
  readonly outputs: readonly PropertyDescription[];
}

export interface PropertyDescription {
  readonly name: string;
  /** Text before the first tag, with line breaks of the source as spaces. */
  readonly description: string;
  /** Text of `@default`: a JSON value such as `"10 s"`, or words. */
  readonly default: string | undefined;
  readonly required: boolean;
  /** Whether it may be a value that is known only when other resources are there. */
  readonly isInput: boolean;
  /** Whether it is kept as a secret (`@secret`). */
  readonly isSecret: boolean;
  readonly type: ApiType;
}

export type ApiType =
  | { readonly kind: "string" | "number" | "boolean" }
  /** Any JSON value. */
  | { readonly kind: "any" }
  | { readonly kind: "array"; readonly items: ApiType; readonly itemsAreInputs: boolean }
  /** Keys are texts; `name` where the type of the whole map has one, such as `PipelineOptions`. */
  | { readonly kind: "map"; readonly values: ApiType; readonly valuesAreInputs: boolean; readonly name?: string }
  /** An entry of `ApiDescription.types`. */
  | { readonly kind: "reference"; readonly name: string }
  /** A type of TypeScript that no other language has, such as a resource: `text` as it is written. */
  | { readonly kind: "native"; readonly text: string };

export type TypeDescription =
  | { readonly kind: "object"; readonly name: string; readonly description: string; readonly properties: readonly PropertyDescription[] }
  | { readonly kind: "enum"; readonly name: string; readonly description: string; readonly values: readonly EnumValue[] };

export interface EnumValue {
  /** Name of the member, such as `RocksDb`. */
  readonly name: string;
  readonly value: string;
  readonly description: string;
}
