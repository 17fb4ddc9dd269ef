/** What a person reads when the API server, or the offline check, refuses an object. */
import { type FieldError, KubernetesApi, KubernetesApiError } from "./kubernetesApi.ts";
import { describe, type KubernetesObject } from "./kubernetesObject.ts";
import type { Complaint } from "./schemaCheck.ts";

const CONFLICT =
  'is partly managed by others (annotate it with pulumi.com/patchForce: "true", or give the provider enablePatchForce, to take over)';

/** An object that is not as its kind's schema wants it. */
export class InvalidObject extends Error {}

/** One line for each field. The server may quote values here; the session takes secret ones out of every text it sends. */
export function invalid(object: KubernetesObject, fields: readonly Complaint[], verb = "is not valid"): InvalidObject {
  const lines = fields.map(({ field, message }) => `  ${field === "" ? "" : `${field}: `}${message}`);
  return new InvalidObject([`${describe(object)} ${verb}:`, ...lines].join("\n"));
}

/** The error to show for `error`. */
export function explain(object: KubernetesObject, error: unknown): Error {
  if (!(error instanceof KubernetesApiError)) return error instanceof Error ? error : new Error(String(error));
  if (error.fields.length > 0) return invalid(object, error.fields, error.code === 409 ? CONFLICT : undefined);
  return new Error(`${describe(object)}: ${error.message}`);
}

/**
 * Why an apply was refused. Apply names wrong fields tersely and not all of them; the same object sent as a
 * new one gets the full list. `named` is the object to name, where another one was sent in its place.
 */
export async function explainApply(
  api: KubernetesApi,
  object: KubernetesObject,
  named: KubernetesObject,
  error: unknown,
  signal: AbortSignal,
): Promise<Error> {
  // Apply says 500 where a value does not fit the schema, 400 where a field is unknown.
  if (!(error instanceof KubernetesApiError) || error.fields.length > 0 || (error.code !== 500 && error.code !== 400))
    return explain(named, error);
  const terse = terseFields(error.message);
  const full = await api.validate(object, signal).then(
    (): readonly FieldError[] => [],
    (second: unknown) => (second instanceof KubernetesApiError ? second.fields : []),
  );
  const all: Complaint[] = [...full, ...terse.filter(({ field }) => !full.some((other) => other.field === field))];
  return all.length > 0 ? invalid(named, all) : explain(named, error);
}

/** Complaints about a part of an object that stay true whatever the missing values turn out to be. */
export function certain(fields: readonly FieldError[]): FieldError[] {
  return fields.filter(({ reason }) => reason === "FieldValueTypeInvalid" || reason === "FieldValueNotSupported");
}

/** `failed to create typed patch object (...): .spec.a: field not declared in schema`, one for each field. */
function terseFields(message: string): Complaint[] {
  return [...message.matchAll(/(?<=: |\n *)\.([\w.[\]"=-]+): (.+)/g)].map(([, field = "", text = ""]) => ({
    field,
    message: text.replace("field not declared in schema", "unknown field"),
  }));
}
