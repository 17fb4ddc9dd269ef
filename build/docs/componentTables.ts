/**
 * The tables in the page of a component: its arguments with the types they are made of, and its outputs, out of the comments in the code.
 * A named type is told once: on the page of the first component, in the order below, whose arguments reach it.
 */
import type { ApiDescription, ApiType, ComponentDescription, PropertyDescription, TypeDescription } from "../api/describe.ts";
import { type LinkTo, typeText } from "./typeText.ts";

/** Parts before wholes, so that a type is told with the part. */
const ORDER = [
  "StreamingCluster",
  "CheckpointBucket",
  "FlinkOperator",
  "AutoscalingPolicy",
  "BeamJob",
  "Monitoring",
  "AdmissionPolicies",
  "JobDrain",
  "StreamingPlatform",
];

/** A type that shares at least so many properties with a component's arguments refers to that component for them. */
const SHARED = 3;

export function argumentTables(api: ApiDescription, name: string): string {
  const pages = new Pages(api);
  const component = pages.component(name);
  const types = [...api.types.values()].filter((type) => pages.ownerOf(type.name) === name);
  return [propertyTable("argument", component.arguments, pages, name), ...types.map((type) => typeSection(type, pages, name))].join("\n\n");
}

export function outputTable(api: ApiDescription, name: string): string {
  const pages = new Pages(api);
  const rows = pages.component(name).outputs.map((output) => {
    const type = typeText(output.type, pages.linksFrom(name));
    return row([`\`${output.name}\``, type, cell(output.description)]);
  });
  return [row(["output", "type", "what it is"]), row(["---", "---", "---"]), ...rows].join("\n");
}

/** Which page tells what. */
class Pages {
  readonly api: ApiDescription;
  readonly #owners = new Map<string, string>();

  constructor(api: ApiDescription) {
    this.api = api;
    const missing = api.components.map(({ name }) => name).filter((name) => !ORDER.includes(name));
    if (missing.length > 0) throw new Error(`build/docs/componentTables.ts: ORDER lacks ${missing.join(", ")}`);
    for (const name of ORDER) for (const { type } of this.component(name).arguments) this.#own(type, name);
  }

  component(name: string): ComponentDescription {
    const found = this.api.components.find((component) => component.name === name);
    if (found === undefined) throw new Error(`there is no component ${name}`);
    return found;
  }

  ownerOf(type: string): string | undefined {
    return this.#owners.get(type);
  }

  /** The component whose arguments are the properties of a type, such as AutoscalingPolicy of AutoscalingSettings. */
  sameAs(type: TypeDescription): { readonly component: string; readonly shared: readonly PropertyDescription[] } | undefined {
    if (type.kind !== "object") return undefined;
    const candidates = ORDER.map((component) => {
      const own = this.component(component).arguments;
      const shared = type.properties.filter((property) =>
        own.some(({ name, description }) => name === property.name && description === property.description),
      );
      return { component, shared };
    });
    const best = candidates.toSorted((a, b) => b.shared.length - a.shared.length)[0]!;
    return best.shared.length >= SHARED ? best : undefined;
  }

  linksFrom(page: string): LinkTo {
    return (name) => {
      if (ORDER.includes(name)) return name === page ? undefined : `${name}.md`;
      const owner = this.#owners.get(name);
      if (owner !== undefined) return `${owner === page ? "" : `${owner}.md`}#${name.toLowerCase()}`;
      const type = this.api.types.get(name);
      const same = type && this.sameAs(type);
      return same && `${same.component === page ? "" : `${same.component}.md`}#arguments`;
    };
  }

  #own(type: ApiType, component: string): void {
    if (type.kind === "array") return this.#own(type.items, component);
    if (type.kind === "map") return this.#own(type.values, component);
    if (type.kind !== "reference" || this.#owners.has(type.name)) return;
    const found = this.api.types.get(type.name);
    if (found === undefined) return;
    const same = this.sameAs(found);
    // Told by the component's own table of arguments.
    if (found.kind === "object" && same?.shared.length === found.properties.length) return;
    this.#owners.set(type.name, component);
    if (found.kind === "object") for (const property of found.properties) this.#own(property.type, component);
  }
}

function typeSection(type: TypeDescription, pages: Pages, page: string): string {
  const heading = `### ${type.name}`;
  const description = type.description === "" ? [] : [cell(type.description)];
  if (type.kind === "enum") {
    const rows = type.values.map(({ value, description: meaning }) => row([`\`"${value}"\``, cell(meaning)]));
    return [heading, ...description, [row(["value", "meaning"]), row(["---", "---"]), ...rows].join("\n")].join("\n\n");
  }
  const same = pages.sameAs(type);
  const own = type.properties.filter((property) => !same?.shared.includes(property));
  const shared = same?.shared.map(({ name }) => `\`${name}\``).join(", ");
  const rest =
    same === undefined ? [] : [`As in [${same.component}](${same.component === page ? "" : `${same.component}.md`}#arguments): ${shared}.`];
  const table = own.length === 0 ? [] : [propertyTable("field", own, pages, page)];
  return [heading, ...description, ...table, ...rest].join("\n\n");
}

function propertyTable(what: string, properties: readonly PropertyDescription[], pages: Pages, page: string): string {
  const linkTo = pages.linksFrom(page);
  const rows = properties.map((property) => {
    const name = `\`${property.name}\`${property.required ? " **(required)**" : ""}`;
    return row([name, typeText(property.type, linkTo), cell(defaultText(property, pages.api)), cell(property.description)]);
  });
  return [row([what, "type", "default", "meaning"]), row(["---", "---", "---", "---"]), ...rows].join("\n");
}

/** A value stands as code, words as words; the member of an enum as its value. */
function defaultText({ default: text = "", type }: PropertyDescription, api: ApiDescription): string {
  const name = type.kind === "reference" ? type.name : "";
  const found = api.types.get(name);
  const member = found?.kind === "enum" ? found.values.find((value) => text === `${name}.${value.name}`) : undefined;
  const shown = member === undefined ? text : `"${member.value}"`;
  return shown.replaceAll(/"[^"]*"|^\[[^\]]*\]$|^-?[\d._]+$|^true$|^false$/g, "`$&`");
}

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

/** One line of a table; `{@link X}` is code. */
function cell(text: string): string {
  return text
    .replaceAll(/\{@link ([^}]+)\}/g, "`$1`")
    .replaceAll("|", "\\|")
    .replaceAll(/\s+/g, " ")
    .trim();
}
