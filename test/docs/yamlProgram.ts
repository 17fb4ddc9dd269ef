/** Whether a Pulumi program in YAML that a page shows uses components and properties that there are. */
import { type ApiDescription, describeApi, type PropertyDescription } from "../../build/api/describe.ts";

const PREFIX = "beam-flink:index:";

/** What is wrong with the resources of this package in a document; empty where nothing is, or it is no program. */
export function yamlProgramFaults(document: Readonly<Record<string, unknown>>): string {
  const resources = Object.entries((document["resources"] ?? {}) as Readonly<Record<string, { type?: string; properties?: object }>>);
  return resources
    .flatMap(([name, { type = "", properties = {} }]) => (type.startsWith("beam-flink:") ? resourceFaults(name, type, properties) : []))
    .join("\n");
}

function resourceFaults(name: string, type: string, properties: object): readonly string[] {
  const api = describeApi();
  // Both spellings are YAML's: with and without the module.
  const component = api.components.find((one) => type === `${PREFIX}${one.name}` || type === `beam-flink:${one.name}`);
  if (component === undefined) return [`${name}: there is no component ${type}`];
  return propertyFaults(name, component.arguments, properties, api);
}

function propertyFaults(at: string, known: readonly PropertyDescription[], given: object, api: ApiDescription): readonly string[] {
  const missing = known
    .filter((property) => property.required && !(property.name in given))
    .map((property) => `${at}.${property.name}: is missing`);
  const wrong = Object.entries(given).flatMap(([name, value]) => {
    const property = known.find((one) => one.name === name);
    if (property === undefined) return [`${at}.${name}: is not known`];
    const type = property.type.kind === "reference" ? api.types.get(property.type.name) : undefined;
    const nested = typeof value === "object" && value !== null ? value : undefined;
    return type?.kind === "object" && nested !== undefined ? propertyFaults(`${at}.${name}`, type.properties, nested, api) : [];
  });
  return [...missing, ...wrong];
}
