/** The parameters of a rule, checked by the rule itself, by name and type. */

/** Gives parameters as what they are; a name or type that the rule does not have is a mistake of this package. */
export class Parameters {
  readonly #rule: string;
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(rule: string, values: Readonly<Record<string, unknown>>) {
    this.#rule = rule;
    this.#values = values;
  }

  /** All of them. */
  get values(): Readonly<Record<string, unknown>> {
    return this.#values;
  }

  number(name: string): number {
    const value = this.#values[name];
    return typeof value === "number" ? value : this.#wrong(name, "number");
  }

  boolean(name: string): boolean {
    const value = this.#values[name];
    return typeof value === "boolean" ? value : this.#wrong(name, "boolean");
  }

  texts(name: string): readonly string[] {
    const value = this.#values[name];
    return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : this.#wrong(name, "list of strings");
  }

  #wrong(name: string, type: string): never {
    throw new Error(`rule ${this.#rule} has no parameter ${name} of type ${type}`);
  }
}
