/** Takes secret values out of texts: the API server quotes values that it refuses, secret or not. */
import { type Bag, isObject, type Json, type Path } from "./values.ts";

/** Shorter values are left: they would be found all over ordinary texts, and removing them there would give them away. */
const SHORTEST = 4;

const REPLACEMENT = "[secret]";

export function withoutSecrets(text: string, bags: readonly Bag[]): string {
  const found = new Set<string>();
  for (const bag of bags) {
    const paths: Path[] = bag.value["kind"] === "Secret" ? [...bag.secrets, ["data"], ["stringData"]] : [...bag.secrets];
    for (const path of paths) collect(valueAt(bag.value, path), found);
  }
  // The longest first: one secret may contain another.
  const secrets = [...found].filter((secret) => secret.length >= SHORTEST).toSorted((a, b) => b.length - a.length);
  return secrets.reduce((result, secret) => result.replaceAll(secret, REPLACEMENT), text);
}

function collect(value: Json | undefined, found: Set<string>): void {
  if (typeof value === "string") {
    found.add(value).add(JSON.stringify(value).slice(1, -1)).add(Buffer.from(value).toString("base64"));
    // A multi-line secret may be cut or quoted line by line.
    if (value.includes("\n")) for (const line of value.split("\n")) found.add(line.trim());
  } else if (typeof value === "number") found.add(String(value));
  else if (Array.isArray(value)) for (const item of value) collect(item, found);
  else if (isObject(value)) for (const item of Object.values(value)) collect(item, found);
}

function valueAt(value: Json | undefined, path: Path): Json | undefined {
  let at = value;
  for (const part of path) {
    if (Array.isArray(at) && typeof part === "number") at = at[part];
    else if (isObject(at)) at = at[part];
    else return undefined;
  }
  return at;
}
