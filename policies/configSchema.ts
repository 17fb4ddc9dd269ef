/** The parameters of a rule as the configuration schema of a policy, and as rows for the documentation. */
import type { PolicyConfigSchema } from "@pulumi/policy";
import { z } from "zod";
import type { Rule } from "../model/index.ts";

/** One parameter, as people read it. */
export interface ParameterRow {
  readonly name: string;
  readonly type: "number" | "integer" | "array" | "string";
  readonly default: number | string | readonly string[];
  readonly unit?: string;
  readonly description: string;
}

/** What a parameter's JSON schema must have; a rule that lacks one of these fails here, in the pack's tests. */
const PARAMETER = z.object({
  type: z.enum(["number", "integer", "array", "string"]),
  default: z.union([z.number(), z.string(), z.array(z.string())]),
  description: z.string(),
  unit: z.string().optional(),
});

/** The parameters of a rule, in the order it lists them. */
export function parameterRows(rule: Rule): ParameterRow[] {
  const { properties = {} } = z.toJSONSchema(rule.parameters, { io: "input" });
  return Object.entries(properties).map(([name, schema]) => ({ name, ...PARAMETER.parse(schema) }));
}

/** JSON schema of the policy's configuration: the rule itself checks ranges. */
export function configSchema(rule: Rule): PolicyConfigSchema {
  const properties = parameterRows(rule).map(({ name, type, default: value, description, unit }) => [
    name,
    {
      type,
      default: typeof value === "object" ? [...value] : value,
      description: unit === undefined ? description : `${description} Unit: ${unit}.`,
      ...(type === "array" ? { items: { type: "string" as const } } : {}),
    },
  ]);
  return { properties: Object.fromEntries(properties) };
}
