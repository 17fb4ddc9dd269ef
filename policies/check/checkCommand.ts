/** `beam-flink check`: reads the options, checks, prints the report, and says by its exit code how it went. */
import { readFileSync } from "node:fs";
import { ArgumentError } from "../../model/index.ts";
import { preparePack } from "../evaluation.ts";
import type { Pack } from "../packs/pack.ts";
import { checkFiles, readError } from "./checkFiles.ts";
import { CHECK_USAGE, type CheckOptions, parseCheckOptions } from "./checkOptions.ts";
import { inputFiles } from "./inputFiles.ts";
import { errorMessage, ExitCode, exitCodeOf } from "./report/checkReport.ts";
import { loadFormat } from "./report/formats.ts";

/** Where the command writes, and what day it is. */
export interface CommandContext {
  readonly output: (text: string) => void;
  readonly errors: (text: string) => void;
  readonly today: Date;
}

/** Runs the command; parameters are those behind its name. */
export async function checkCommand(parameters: readonly string[], { output, errors, today }: CommandContext): Promise<ExitCode> {
  try {
    const options = parseCheckOptions(parameters);
    if (options.help) {
      output(CHECK_USAGE);
      return ExitCode.clean;
    }
    const [pack, render] = await Promise.all([loadPack(options.pack), loadFormat(options.format)]);
    const prepared = preparePack(pack, readConfig(options.config), today);
    const { files, errors: missing } = inputFiles(options.inputs);
    const report = checkFiles(files, pack, prepared, missing);
    for (const error of report.errors) errors(`${errorMessage(error)}\n`);
    output(render(report));
    return exitCodeOf(report);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    errors(`beam-flink check: ${error.message}\n`);
    return ExitCode.badInput;
  }
}

/** The pack of that name. */
export async function loadPack(name: CheckOptions["pack"]): Promise<Pack> {
  return name === "baseline" ? (await import("../packs/baseline.ts")).BASELINE : (await import("../packs/production.ts")).PRODUCTION;
}

/** Reads the pack's configuration; a file that is not there or no JSON is an ArgumentError. */
export function readConfig(file: string | undefined): unknown {
  if (file === undefined) return undefined;
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { problem, remedy } = readError(error, file);
    throw new ArgumentError({ field: "--config", value: file, rule: problem, remedy: `${capitalized(remedy)}.` });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const rule = `must be JSON: ${error instanceof Error ? error.message : String(error)}`;
    throw new ArgumentError({ field: "--config", value: file, rule, remedy: "Correct the file." });
  }
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
