/** The workflows of this repository and those for repositories of others, as YAML. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { load } from "js-yaml";
import { z } from "zod";
import { PROJECT } from "../../local/environment/environments.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const step = z.object({
  name: z.string().optional(),
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), scalar).default({}),
  env: z.record(z.string(), scalar).default({}),
});

const job = z.object({
  permissions: z.record(z.string(), z.string()).optional(),
  env: z.record(z.string(), scalar).default({}),
  uses: z.string().optional(),
  steps: z.array(step).default([]),
});

const workflow = z.object({
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()).optional(),
  jobs: z.record(z.string(), job),
});

export type Workflow = z.infer<typeof workflow>;
export type WorkflowStep = z.infer<typeof step>;

const TEMPLATES = path.join(PROJECT, "templates");

/** Of this repository, to copy, and of the projects that templates make. */
const FOLDERS = [
  path.join(PROJECT, ".github", "workflows"),
  path.join(TEMPLATES, "github"),
  ...readdirSync(TEMPLATES)
    .map((template) => path.join(TEMPLATES, template, ".github", "workflows"))
    .filter((folder) => existsSync(folder)),
];

/** All files, as paths. */
export function workflowFiles(): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".yml"))
      .map((name) => path.join(folder, name)),
  );
}

export function readWorkflow(file: string): Workflow {
  return workflow.parse(load(readFileSync(file, "utf8")));
}
