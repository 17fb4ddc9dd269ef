/** The `pulumi.com/waitFor` annotation: `jsonpath={.path}=value`, `jsonpath={.path}`, `condition=Type[=Status]`, or a JSON list of these. */

/** What must hold: a value at a path, any value there when none is named, or a condition's status. */
export type WaitExpression =
  | { readonly path: string; readonly value: string | undefined }
  | { readonly condition: string; readonly status: string };

/** What is wrong with the annotation's text, if anything. */
export function complaintAbout(wanted: string): string | undefined {
  try {
    waitExpressions(wanted);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export function waitExpressions(wanted: string): readonly WaitExpression[] {
  return texts(wanted).map(parse);
}

function texts(wanted: string): string[] {
  if (!wanted.trimStart().startsWith("[")) return [wanted];
  let list: unknown;
  try {
    list = JSON.parse(wanted);
  } catch {
    list = undefined;
  }
  if (!Array.isArray(list) || !list.every((item) => typeof item === "string"))
    throw new Error(`${JSON.stringify(wanted)} is not a JSON list of texts`);
  return list;
}

function parse(text: string): WaitExpression {
  const [, path, value] = /^jsonpath=\{(\..+)\}(?:=(.*))?$/s.exec(text) ?? [];
  if (path !== undefined) return { path, value };
  const [, condition, status = "True"] = /^condition=([^=]+)(?:=(.*))?$/s.exec(text) ?? [];
  if (condition !== undefined) return { condition, status };
  throw new Error(`${JSON.stringify(text)} is neither jsonpath={.path}=value nor condition=Type`);
}
