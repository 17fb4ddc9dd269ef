/** Finds the AWS policies in what a program registered, wherever they are, and says what is broader than it need be. */
import type { MockRun } from "./mocks.ts";

/** One statement and the resource that holds it. */
export interface FoundStatement {
  readonly resource: string;
  readonly statement: Readonly<Record<string, unknown>>;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;

/** Every statement in any JSON text among the inputs of any resource. */
export function policyStatements({ resources }: Pick<MockRun, "resources">): FoundStatement[] {
  return resources.flatMap(({ type, name, inputs }) =>
    policyTexts(inputs).flatMap((text) => {
      const parsed: unknown = JSON.parse(text);
      const statements = isObject(parsed) ? [parsed["Statement"]].flat() : [];
      return statements.filter(isObject).map((statement) => ({ resource: `${type} ${name}`, statement }));
    }),
  );
}

function policyTexts(value: unknown): string[] {
  if (typeof value === "string") return /^\s*\{/.test(value) && value.includes('"Statement"') ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(policyTexts);
  return isObject(value) ? Object.values(value).flatMap(policyTexts) : [];
}

const texts = (value: unknown): string[] => [value].flat().filter((item) => typeof item === "string");
const isWild = (text: string) => /[*?]/.test(text);

/**
 * What grants more than it names: `resource Sid: what`. A statement that denies may be as broad as it likes. Resources that
 * must have a wildcard are those that match one of `allowed`.
 */
export function broadGrants(found: readonly FoundStatement[], allowed: readonly RegExp[]): string[] {
  return found.flatMap(({ resource, statement }) => {
    if (statement["Effect"] === "Deny") return [];
    const principal = statement["Principal"];
    const principals = isObject(principal) ? Object.values(principal).flatMap(texts) : texts(principal);
    const faults = [
      ...texts(statement["Action"])
        .filter(isWild)
        .map((action) => `action ${action}`),
      ...texts(statement["Resource"])
        .filter((text) => isWild(text) && !allowed.some((pattern) => pattern.test(text)))
        .map((text) => `resource ${text}`),
      ...principals.filter(isWild).map((text) => `principal ${text}`),
      ...["NotAction", "NotResource", "NotPrincipal"].filter((key) => key in statement),
      ...(statement["Effect"] === "Allow" ? [] : [`effect ${String(statement["Effect"])}`]),
      ...(texts(statement["Action"]).length === 0 && !("NotAction" in statement) ? ["no action"] : []),
    ];
    return faults.map((fault) => `${resource} ${String(statement["Sid"])}: ${fault}`);
  });
}
