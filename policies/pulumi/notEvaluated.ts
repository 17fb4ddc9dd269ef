/**
 * What rules could not evaluate, said once for each resource by a policy of its own. Its level is the pack's strictness: advisory lets a
 * preview with unknown values pass, since the update evaluates again before it changes the resource; mandatory stops it.
 */

/** Collects by resource what the policies before it did not evaluate. */
export class Unevaluated {
  readonly #rules = new Map<string, string[]>();

  /** Keeps that a rule lacked these values of a resource. */
  add(urn: string, rule: string, fields: readonly string[]): void {
    if (fields.length === 0) return;
    const rules = this.#rules.get(urn) ?? [];
    rules.push(`${rule} (${fields.join(", ")})`);
    this.#rules.set(urn, rules);
  }

  /** What was kept of a resource, as one message, and forgets it. */
  take(urn: string): string | undefined {
    const rules = this.#rules.get(urn);
    this.#rules.delete(urn);
    return rules === undefined ? undefined : notEvaluatedMessage(rules);
  }

  /** The resources of which something is kept. */
  urns(): readonly string[] {
    return [...this.#rules.keys()];
  }
}

function notEvaluatedMessage(rules: readonly string[]): string {
  const count = rules.length === 1 ? "1 rule was" : `${rules.length} rules were`;
  return `${count} not evaluated, for want of what stands in brackets: ${rules.join("; ")}. What only a preview does not know is checked again by the update, before the change`;
}
