/** The variables of a policy: named pieces of CEL that are evaluated when they are first used, and once. */

/** One variable of a ValidatingAdmissionPolicy. */
export interface Variable {
  readonly name: string;
  readonly expression: string;
}

/** Gathers variables in the order in which they are defined, which is the order in which CEL may use them. */
export class Variables {
  readonly #expressions = new Map<string, string>();

  /** The CEL that stands for the variable. Defining it again with the same expression is no second variable. */
  define(name: string, expression: string): string {
    const known = this.#expressions.get(name);
    if (known !== undefined && known !== expression) throw new Error(`the variable ${name} is defined twice, and not alike`);
    this.#expressions.set(name, expression);
    return `variables.${name}`;
  }

  /** All variables. */
  list(): Variable[] {
    return [...this.#expressions].map(([name, expression]) => ({ name, expression }));
  }
}
