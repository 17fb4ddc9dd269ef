/** Kinds of values that several parts of an environment's config share. */
import { z } from "zod";
import type { Preset } from "../../components/index.ts";
import { readDuration } from "../../model/index.ts";

export const text = z.string().min(1);

export const duration = z
  .string()
  .refine((value) => readDuration(value) !== undefined, 'must be a duration in Flink\'s notation, such as "10 s"');

export const versions = z.strictObject({ beam: text.optional(), flink: text.optional(), operator: text.optional() });

export const preset = z.enum(["development", "production"]) satisfies z.ZodType<Preset>;

/** Name of another stack: of this project, or in full as `organization/project/stack`. */
export const stackName = z
  .string()
  .regex(/^[\w.-]+(?:\/[\w.-]+\/[\w.-]+)?$/, 'must be a stack of this project, or "organization/project/stack"');
