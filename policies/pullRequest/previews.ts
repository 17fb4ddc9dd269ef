/** The previews of one side of a change, as `beam-flink preview --output` has written them. They come from the pull request: nothing in them is trusted. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { ArgumentError } from "../../model/index.ts";

/** Bytes of a preview that is still read: far more than an environment of thousands of resources has. */
const MOST_BYTES = 100 * 1024 * 1024;

const FORMAT = "beam-flink-preview/1";

const step = z.object({
  op: z.string(),
  urn: z.string(),
  newState: z
    .object({ type: z.string(), custom: z.boolean().default(true), inputs: z.record(z.string(), z.json()).default({}) })
    .optional(),
});

const finding = z.object({
  level: z.enum(["advisory", "mandatory"]),
  pack: z.string(),
  rule: z.string(),
  resource: z.string().optional(),
  message: z.string(),
});

const preview = z.object({
  format: z.literal(FORMAT),
  project: z.string(),
  stack: z.string(),
  steps: z.array(step),
  findings: z.array(finding).default([]),
  warnings: z.array(z.string()).default([]),
  madeUp: z.array(z.string()).default([]),
  replacedSecrets: z.array(z.string()).default([]),
  unknownEnvironments: z.array(z.string()).default([]),
  failure: z.string().optional(),
  violated: z.boolean().default(false),
});

/** What an offline preview tells. */
export type Preview = z.infer<typeof preview> & {
  /** Where it stands. */
  readonly file: string;
};
export type PreviewStep = Preview["steps"][number];

/** Whether it tells of a part of the resources only. One that fails by a rule alone has planned all of them. */
export function isPartial({ failure, violated }: Preview): boolean {
  return failure !== undefined && !violated;
}

/** The previews in a folder, sorted by stack; other files, such as manifests, are none. */
export function readPreviews(folder: string): readonly Preview[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    const remedy = "Write previews there with beam-flink preview --output, or make it empty where there is nothing to compare with.";
    throw new ArgumentError({ field: "folder", value: folder, rule: "must be a folder", remedy });
  }
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const found = files.flatMap((name) => readPreview(path.join(folder, name)) ?? []);
  return found.toSorted((one, other) => (`${one.project}/${one.stack}` < `${other.project}/${other.stack}` ? -1 : 1));
}

function readPreview(file: string): Preview | undefined {
  if (statSync(file).size > MOST_BYTES) {
    throw new ArgumentError({
      field: "preview",
      value: file,
      rule: `must have at most ${MOST_BYTES} bytes`,
      remedy: "Preview fewer stacks.",
    });
  }
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
  if (typeof content !== "object" || content === null || !("format" in content) || content.format !== FORMAT) return undefined;
  const result = preview.safeParse(content);
  if (result.success) return { ...result.data, file };
  const [issue] = result.error.issues;
  const rule = `must be a preview: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`;
  throw new ArgumentError({ field: "preview", value: file, rule, remedy: "Write it with beam-flink preview --output." });
}
