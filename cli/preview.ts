/** `beam-flink preview --offline`: previews stacks of any Pulumi project on Node.js on stand-ins, as text or as data. */
import { mkdir, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { openOfflineBackend } from "../local/offline/offlineBackend.ts";
import { type OfflinePreview, offlineStacks } from "../local/offline/offlinePreview.ts";
import { providerPackages } from "../local/offline/packages.ts";
import { previewDocument, type PreviewDocument } from "../local/offline/previewJson.ts";
import { isViolated, previewText } from "../local/offline/previewText.ts";
import { type PulumiProject, readProject, stacksOf } from "../local/offline/project.ts";
import { UserError } from "../local/support/errors.ts";
import type { Step } from "../local/support/step.ts";
import { ArgumentError, nearest } from "../model/index.ts";
import type { CommandContext } from "../policies/check/checkCommand.ts";
import { ownPack } from "./preview/ownPack.ts";
import { parsePreviewOptions, PREVIEW_USAGE, type PreviewOptions } from "./preview/previewOptions.ts";
import { pulumiCli } from "./preview/pulumiCli.ts";

/** 0 every preview succeeded, 1 one failed, 2 the project or an option cannot be read. */
type ExitCode = 0 | 1 | 2;

/** This module's folder, in the sources and in the package: other files are found from here. */
const HERE = import.meta.dirname;

/** Ends as this module's name does. */
const STACK_PROCESS = path.join(HERE, `stackProcess${path.extname(import.meta.filename)}`);

type Streams = Pick<CommandContext, "output" | "errors">;

/** Runs the command; parameters are those behind its name. */
export async function previewCommand(parameters: readonly string[], context: Streams): Promise<ExitCode> {
  const interrupted = interruption();
  try {
    const options = parsePreviewOptions(parameters, (name) => ownPack(name, HERE));
    if (options.help) {
      context.output(PREVIEW_USAGE);
      return 0;
    }
    const project = readProject(options.project);
    return await previewAll(project, chosenStacks(project, options.stacks), options, context, interrupted.signal);
  } catch (error) {
    if (!(error instanceof ArgumentError) && !(error instanceof UserError)) throw error;
    context.errors(`beam-flink preview: ${error.message}\n`);
    return error instanceof UserError ? error.exitCode : 2;
  } finally {
    interrupted.close();
  }
}

async function previewAll(
  project: PulumiProject,
  names: readonly string[],
  options: PreviewOptions,
  { output, errors }: Streams,
  signal: AbortSignal,
): Promise<ExitCode> {
  const step = (stack?: string): Step => {
    return { signal, report: (text) => errors(`${stack === undefined ? "" : `${stack}: `}${text}\n`) };
  };
  const pulumi = await pulumiCli(project, step());
  const packages = providerPackages(path.dirname(project.entry)).map(({ name }) => name);
  const backend = await openOfflineBackend({ project, pulumi, stackProcess: STACK_PROCESS });
  const documents: PreviewDocument[] = [];
  let failed = false;
  try {
    const stacks = offlineStacks({ project, backend, packsOf: async () => options.packs, given: options.references });
    for (const name of names) {
      const preview = await stacks.preview(name, step(name)).catch((error: unknown) => unread(name, error, signal));
      documents.push(previewDocument(project.name, preview));
      failed ||= preview.failure !== undefined;
      if (!options.json) {
        output(`${names.length > 1 ? `# ${name}\n\n` : ""}${previewText(preview, { packages, hasPacks: options.packs.length > 0 })}\n\n`);
      }
      if (preview.failure === undefined) continue;
      errors(`beam-flink preview: ${name}: ${isViolated(preview) ? "a mandatory rule is violated." : preview.failure}\n`);
    }
  } finally {
    await backend.close();
  }
  if (options.output !== undefined) await writeAll(options.output, documents);
  if (options.json) output(`${JSON.stringify(documents.length === 1 ? documents[0] : documents, undefined, 2)}\n`);
  return failed ? 1 : 0;
}

/** A stack that cannot be previewed at all keeps no other one from it. */
function unread(stack: string, error: unknown, signal: AbortSignal): OfflinePreview {
  signal.throwIfAborted();
  if (!(error instanceof UserError)) throw error;
  const nothing = { graph: [], steps: [], findings: [], warnings: [], references: [], madeUp: [], replacedSecrets: [] };
  return { ...nothing, unknownEnvironments: [], stack, failure: error.message };
}

async function writeAll(folder: string, documents: readonly PreviewDocument[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const document of documents) {
    await writeFile(path.join(folder, `${document.stack}.json`), `${JSON.stringify(document, undefined, 2)}\n`);
  }
}

function chosenStacks(project: PulumiProject, given: readonly string[]): readonly string[] {
  const known = stacksOf(project);
  const place = path.join(project.configDir, "Pulumi.<stack>.yaml");
  if (known.length === 0) {
    throw new ArgumentError({ field: "--project", value: project.dir, rule: `must have a stack, as a file ${place}`, remedy: "Add one." });
  }
  if (given.includes("all")) return known;
  const unknown = given.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const meant = nearest(unknown, known);
    const remedy = meant === undefined ? `Add ${place}.` : `Did you mean ${meant}?`;
    throw new ArgumentError({ field: "--stack", value: unknown, rule: `must be all or one of ${known.join(", ")}`, remedy });
  }
  if (given.length > 0) return [...new Set(given)];
  if (known.length === 1) return known;
  throw new ArgumentError({ field: "--stack", value: undefined, rule: `must be all or one of ${known.join(", ")}`, remedy: "Name one." });
}

/** Ctrl-C ends the engine in order. */
function interruption() {
  const controller = new AbortController();
  const stop = () => controller.abort(new UserError("interrupted"));
  process.on("SIGINT", stop).on("SIGTERM", stop);
  return { signal: controller.signal, close: () => void process.off("SIGINT", stop).off("SIGTERM", stop) };
}
