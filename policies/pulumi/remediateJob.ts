/** Sets what a rule on jobs suggests, where that is the one right answer: pipeline options in the arguments of the job. */
import { type Finding, isObject, type JobView } from "../../model/index.ts";

/**
 * The properties with the suggestions in place, or undefined where there is nothing to set. They are changed where they are: a copy of the
 * SDK's proxy would read what is not known.
 */
export function remediateJob(
  properties: Record<string, unknown>,
  view: JobView,
  findings: readonly Finding[],
): Record<string, unknown> | undefined {
  const suggestions = findings.flatMap(({ at, suggestion }) =>
    "option" in at && suggestion !== undefined ? [{ name: at.option, value: suggestion, index: view.locate(at)[3] }] : [],
  );
  const { spec } = properties;
  if (suggestions.length === 0 || !isObject(spec) || !isObject(spec["job"])) return undefined;
  if (!Array.isArray(spec["job"]["args"])) spec["job"]["args"] = [];
  const parameters: unknown = spec["job"]["args"];
  if (!Array.isArray(parameters)) return undefined;
  for (const { name, value, index } of suggestions) setOption(parameters, name, value, index);
  return properties;
}

/** Sets the option in the form in which it stands, or behind the others. */
function setOption(parameters: unknown[], name: string, value: string, index: string | number | undefined): void {
  if (typeof index !== "number") parameters.push(`--${name}=${value}`);
  else if (isApart(parameters, name, index)) parameters[index + 1] = value;
  else parameters[index] = `--${name}=${value}`;
}

/** `--name value`, as two arguments. */
function isApart(parameters: readonly unknown[], name: string, index: number): boolean {
  const next = parameters[index + 1];
  return parameters[index] === `--${name}` && typeof next === "string" && !next.startsWith("--");
}
