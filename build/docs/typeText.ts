/** Types of arguments as the pages of components write them, with links to where a type is told. */
import type { ApiType } from "../api/describe.ts";

/** Address of the table that tells a named type, from the page that is written; undefined where there is none. */
export type LinkTo = (name: string) => string | undefined;

export function typeText(type: ApiType, linkTo: LinkTo): string {
  switch (type.kind) {
    case "array":
      return `list of ${typeText(type.items, linkTo)}`;
    case "map":
      return type.values.kind === "any" ? "object" : `${typeText(type.values, linkTo)} by name`;
    case "reference":
      return linked(type.name, linkTo(type.name));
    case "native":
      return nativeText(type.text, linkTo);
    case "any":
      return "any JSON value";
    default:
      return type.kind;
  }
}

/** A component's own page, where it has one; else the type as TypeScript writes it. */
function nativeText(text: string, linkTo: LinkTo): string {
  return linked(text, linkTo(text));
}

function linked(name: string, address: string | undefined): string {
  return address === undefined ? `\`${name}\`` : `[${name}](${address})`;
}
