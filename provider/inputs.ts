/**
 * Checks what a program of another language gives a component, before the component sees it: SDKs without types let any name and value
 * through, and a component written in TypeScript relies on its compiler. What the component must know is taken out of its outputs.
 */
import { containsUnknowns } from "@pulumi/pulumi/output.js";
import { nearest } from "../model/index.ts";
import { isOutput, member, opened } from "./outputs.ts";
import { type EnumShape, type ObjectShape, referredShape, typeName, type ValueShape } from "./schema.ts";

/** What is wrong with an argument: its path, and a sentence with the remedy. */
export interface InputProblem {
  readonly path: string;
  readonly reason: string;
}

export interface CheckedInputs {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly problems: readonly InputProblem[];
}

/** Finds everything that is wrong with the arguments of a component. */
export async function checkInputs(given: Readonly<Record<string, unknown>>, shape: ObjectShape, component: string): Promise<CheckedInputs> {
  const check = new Check();
  return { inputs: await check.object(given, shape, component, ""), problems: check.problems };
}

class Check {
  readonly problems: InputProblem[] = [];
  /** Members of an object that is secret as a whole, as an output of another stack is: which of them are, the component knows. */
  readonly #inherited = new WeakSet<object>();

  /** `owner` is the name of the component or type that the properties belong to. */
  async object(
    given: Readonly<Record<string, unknown>>,
    shape: ObjectShape,
    owner: string,
    path: string,
  ): Promise<Record<string, unknown>> {
    const known = Object.keys(shape.properties);
    const checked: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(given)) {
      const property = Object.hasOwn(shape.properties, name) ? shape.properties[name] : undefined;
      if (property === undefined) this.#problem(join(path, name), unknownProperty(name, known, owner));
      // null is how a program says that it sets nothing.
      else if (value !== undefined && value !== null) checked[name] = await this.#value(value, property, join(path, name));
    }
    for (const name of shape.required) {
      const value = given[name];
      if (value === undefined || value === null) this.#problem(join(path, name), "is required and not set. Set it.");
    }
    return checked;
  }

  async #value(given: unknown, shape: ValueShape, path: string): Promise<unknown> {
    if (!isOutput(given)) return this.#known(given, shape, path);
    const { value, isSecret } = await opened(given);
    if (shape.plain === true) {
      if (isSecret && !this.#inherited.has(given)) {
        return this.#problem(path, "must not be a secret: it is kept in plain text in the cluster. Give a value that is none.");
      }
      if (containsUnknowns(value)) {
        const why = "must be known when the program is previewed, and comes from a resource that is not there yet";
        return this.#problem(path, `${why}. Give the value itself, or one that the program knows, such as from its configuration.`);
      }
      return this.#known(value, shape, path);
    }
    if (isObject(value) && isContainer(shape)) {
      const members = Object.keys(value).map((key) => [key, member(given, key)] as const);
      for (const [, output] of members) this.#inherited.add(output);
      return this.#known(Object.fromEntries(members), shape, path);
    }
    // Checked as far as it is known; what the component gets is the output, with its dependencies and its secretness.
    if (!containsUnknowns(value)) await this.#known(value, shape, path);
    return given;
  }

  async #known(given: unknown, shape: ValueShape, path: string): Promise<unknown> {
    if (shape.$ref !== undefined) return this.#referred(given, shape.$ref, path);
    if (shape.type === "array") {
      if (!Array.isArray(given)) return this.#wrongType(given, "a list", path);
      return Promise.all(given.map((item, index) => this.#value(item, inside(shape.items, shape), `${path}[${index}]`)));
    }
    if (shape.type === "object") {
      if (!isObject(given)) return this.#wrongType(given, "a map", path);
      const entries = Object.entries(given).map(async ([key, value]) => [
        key,
        await this.#value(value, inside(shape.additionalProperties, shape), join(path, key)),
      ]);
      return Object.fromEntries(await Promise.all(entries));
    }
    if (typeof given !== shape.type) return this.#wrongType(given, `a ${shape.type === "string" ? "text" : shape.type}`, path);
    return given;
  }

  async #referred(given: unknown, reference: string, path: string): Promise<unknown> {
    const shape = referredShape(reference);
    if (shape === undefined) return given; // any JSON value
    if ("enum" in shape) return this.#enumeration(given, shape, path);
    return isObject(given) ? this.object(given, shape, typeName(reference), path) : this.#wrongType(given, "an object", path);
  }

  #enumeration(given: unknown, { enum: values }: EnumShape, path: string): unknown {
    const known = values.map(({ value }) => value);
    if (typeof given === "string" && known.includes(given)) return given;
    if (typeof given !== "string") return this.#wrongType(given, `one of ${quoted(known)}`, path);
    return this.#problem(path, `is ${JSON.stringify(given)}, and must be one of ${quoted(known)}.`);
  }

  /** Does not tell the value: where a text was expected it may be a credential. */
  #wrongType(given: unknown, expected: string, path: string): undefined {
    return this.#problem(path, `must be ${expected}, and is ${kindOf(given)}. Give it as ${expected}.`);
  }

  #problem(path: string, reason: string): undefined {
    this.problems.push({ path, reason });
    return undefined;
  }
}

/** Python's names have underscores; its SDK translates those that it knows. */
function unknownProperty(name: string, known: readonly string[], owner: string): string {
  const close = nearest(
    name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    known,
  );
  const written = name.includes("_") ? close?.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : close;
  const advice = written === undefined ? "Remove it." : `Did you mean ${written}?`;
  return `is not known: ${owner} has no such property. ${advice} It has ${known.join(", ")}.`;
}

/** What is in a list or map of which the program must know all is to be known as well. */
const inside = (shape: ValueShape | undefined, { plain }: ValueShape): ValueShape => ({ ...shape, ...(plain === true ? { plain } : {}) });

const isContainer = ({ type, $ref }: ValueShape): boolean => type === "object" || ($ref !== undefined && referredShape($ref) !== undefined);

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isOutput(value);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "a text";
  return typeof value === "object" ? "a map" : `a ${typeof value}`;
}

const join = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);
const quoted = (values: readonly string[]): string => values.map((value) => JSON.stringify(value)).join(", ");
