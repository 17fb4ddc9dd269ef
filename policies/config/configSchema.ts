/** The parameters of a rule as the configuration schema of a policy, and as rows for the documentation. */
import type { PolicyConfigSchema } from "@pulumi/policy";
import { z } from "zod";
import type { AnyEntry } from "../packs/pack.ts";
import { WAIVER } from "./waivers.ts";

/** One parameter, as people read it. */
export interface ParameterRow {
  readonly name: string;
  readonly type: "number" | "integer" | "array" | "string" | "boolean";
  /** The pack's own value, else the rule's default. */
  readonly default: number | string | boolean | readonly string[];
  readonly unit?: string;
  readonly description: string;
}

/** What a parameter's JSON schema must have; a rule that lacks one of these fails here, in the pack's tests. */
const PARAMETER = z.object({
  type: z.enum(["number", "integer", "array", "string", "boolean"]),
  default: z.union([z.number(), z.string(), z.boolean(), z.array(z.string())]),
  description: z.string(),
  unit: z.string().optional(),
});

/** Waivers of a rule, each of them with all four. */
const WAIVERS = {
  type: "array" as const,
  description: "Resources that need not obey the rule until a day, each with an owner and a reason.",
  items: {
    type: "object" as const,
    properties: Object.fromEntries(
      Object.entries(WAIVER.shape).map(([name, schema]) => [name, { type: "string" as const, description: schema.description ?? "" }]),
    ),
    required: Object.keys(WAIVER.shape),
    additionalProperties: false,
  },
};

/** The parameters of a pack's rule, in the order the rule lists them. */
export function parameterRows({ rule, parameters = {} }: AnyEntry): ParameterRow[] {
  const { properties = {} } = z.toJSONSchema(rule.parameters, { io: "input" });
  return Object.entries(properties).map(([name, schema]) => {
    const own = parameters[name] === undefined ? {} : { default: parameters[name] };
    return { name, ...PARAMETER.parse({ ...(typeof schema === "object" ? schema : {}), ...own }) };
  });
}

/** JSON schema of the policy's configuration: the rule itself checks ranges. */
export function configSchema(entry: AnyEntry): PolicyConfigSchema {
  const properties = parameterRows(entry).map(({ name, type, default: value, description, unit }) => [
    name,
    {
      type,
      default: typeof value === "object" ? [...value] : value,
      description: unit === undefined ? description : `${description} Unit: ${unit}.`,
      ...(type === "array" ? { items: { type: "string" as const } } : {}),
    },
  ]);
  return { properties: { ...Object.fromEntries(properties), waivers: WAIVERS } };
}
