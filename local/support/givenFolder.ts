/** Folders that a person names in an environment variable. */
import * as path from "node:path";

/** The absolute path. npm changes to the project's folder; a relative path is meant from where the person called it. */
export function givenFolder(folder: string): string {
  return path.resolve(process.env["INIT_CWD"] || process.cwd(), folder);
}
