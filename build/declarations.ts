/** The types of the modules that a program imports, with the words that editors show: one declaration for each source. */
import * as path from "node:path";
import ts from "typescript";
import { ROOT } from "./folders.ts";
import { ENTRIES } from "./library.ts";

/** Writes the declarations into `folder`; throws with the compiler's words where a source does not compile. */
export function buildDeclarations(folder: string): void {
  const host: ts.ParseConfigFileHost = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (diagnostic) => refuse([diagnostic]) };
  const config = ts.getParsedCommandLineOfConfigFile(path.join(ROOT, "tsconfig.json"), {}, host);
  const program = ts.createProgram({
    rootNames: Object.values(ENTRIES).map((entry) => path.join(ROOT, entry)),
    options: { ...config?.options, noEmit: false, emitDeclarationOnly: true, declaration: true, rootDir: ROOT, outDir: folder },
  });
  refuse(ts.getPreEmitDiagnostics(program));
  refuse(program.emit().diagnostics);
}

function refuse(diagnostics: readonly ts.Diagnostic[]): void {
  if (diagnostics.length === 0) return;
  const host = { getCurrentDirectory: () => ROOT, getCanonicalFileName: (name: string) => name, getNewLine: () => "\n" };
  throw new Error(ts.formatDiagnostics(diagnostics, host));
}
