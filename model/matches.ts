/** Forms of texts. Everywhere a text of an argument is checked against an expression, it is done by this. */

/**
 * True for a text of that form. An expression's own `test` makes a text of anything before it looks: what is not set becomes the
 * word "undefined", which is a good name for a project.
 */
export function matches(value: unknown, form: RegExp): boolean {
  return typeof value === "string" && form.test(value);
}
