/** From the arguments of the command to the files to read. */
import { readdirSync, statSync } from "node:fs";
import * as path from "node:path";
import { type InputFile, readError } from "./checkFiles.ts";
import type { CheckError } from "./report/checkReport.ts";
import { readChunks, STANDARD_INPUT } from "./source/readChunks.ts";

const EXTENSIONS = [".yaml", ".yml", ".json"];

/** Argument for the standard input. */
const DASH = "-";

/** The files, and what stands for files that are not there. */
export interface InputFiles {
  readonly files: readonly InputFile[];
  readonly errors: readonly CheckError[];
}

/** Finds them: folders are searched, in the order of names; a file that is named twice is read once. */
export function inputFiles(parameters: readonly string[]): InputFiles {
  const files = new Map<string, InputFile>();
  const errors: CheckError[] = [];
  const add = (name: string): void => {
    files.set(path.resolve(name), { name: shownName(name), open: () => readChunks(name) });
  };
  for (const parameter of parameters) {
    if (parameter === DASH) {
      files.set(DASH, { name: "<stdin>", open: () => readChunks(STANDARD_INPUT) });
      continue;
    }
    try {
      if (statSync(parameter).isDirectory()) for (const name of manifestsIn(parameter, errors)) add(name);
      else add(parameter);
    } catch (error) {
      errors.push(readError(error, parameter));
    }
  }
  return { files: [...files.values()], errors };
}

/** Manifests in a folder and those below it, without hidden folders and installed packages. */
function manifestsIn(folder: string, errors: CheckError[]): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return entries.flatMap((entry): readonly string[] => {
    const name = path.join(folder, entry.name);
    try {
      if (entry.isDirectory()) return isSearched(entry.name) ? manifestsIn(name, errors) : [];
      if (!EXTENSIONS.includes(path.extname(entry.name).toLowerCase())) return [];
      // A link to a folder may lead around in a circle: only links to files are followed.
      return entry.isFile() || (entry.isSymbolicLink() && statSync(name).isFile()) ? [name] : [];
    } catch (error) {
      errors.push(readError(error, name));
      return [];
    }
  });
}

function isSearched(folder: string): boolean {
  return !folder.startsWith(".") && folder !== "node_modules";
}

/** As the person wrote it, but relative to where the check runs where it lies below: so code scanning finds the file. */
function shownName(name: string): string {
  const below = path.relative(process.cwd(), name);
  const shown = path.isAbsolute(name) && !below.startsWith("..") && !path.isAbsolute(below) ? below : name;
  return shown.split(path.sep).join("/");
}
