/** Compiles the TypeScript blocks of pages, all in one program, as files of the repository's folder: `beam-flink` is the source there. */
import * as path from "node:path";
import ts from "typescript";
import { ROOT } from "./pages.ts";

export interface TypescriptBlock {
  /** Where it stands, such as `docs/admission.md:6`. */
  readonly at: string;
  readonly text: string;
  readonly given: string;
}

/** What the compiler says of the blocks, each with the page and the line. */
export function compile(blocks: readonly TypescriptBlock[]): readonly string[] {
  const files = new Map(blocks.map((block, index) => [path.join(ROOT, `block${index}.ts`), block]));
  const options = compilerOptions();
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => contents(files.get(file)) ?? readFile(file);
  host.getSourceFile = (file, languageVersion, ...rest) => {
    const text = contents(files.get(file));
    return text === undefined ? getSourceFile(file, languageVersion, ...rest) : ts.createSourceFile(file, text, languageVersion);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files].flatMap(([file, block]) => {
    const source = program.getSourceFile(file)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((diagnostic) =>
      told(block, source, diagnostic),
    );
  });
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(path.join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, ROOT);
  // A page shows how a thing is made, and need not use it.
  return { ...options, noUnusedLocals: false };
}

/** The given code stands in one line before the block's first; what imports nothing is a module too. */
function contents(block: TypescriptBlock | undefined): string | undefined {
  return block && `export {}; ${block.given.replaceAll("\n", " ")}\n${block.text}`;
}

function told({ at }: TypescriptBlock, source: ts.SourceFile, { start = 0, messageText }: ts.Diagnostic): string {
  const [page, line] = at.split(":");
  const inBlock = source.getLineAndCharacterOfPosition(start).line;
  return `${page}:${Number(line) + Math.max(inBlock - 1, 0)}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
}
