/** Describes the public components as `components/index.ts` exports them, from their types and doc comments. Needs no build. */
import * as path from "node:path";
import ts from "typescript";
import type { ApiDescription, ComponentDescription } from "./description.ts";
import { documentation, TypeReader } from "./typeReader.ts";

export type * from "./description.ts";

const ENTRY = path.join(import.meta.dirname, "..", "..", "components", "index.ts");

/** Base classes whose subclasses are resources. */
const RESOURCE = "ComponentResource";

let described: ApiDescription | undefined;

/** Reads the source once; it takes some seconds. */
export function describeApi(): ApiDescription {
  return (described ??= describe(ENTRY));
}

function describe(entry: string): ApiDescription {
  const program = programOf(entry);
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(entry);
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${entry} is no module`);
  const reader = new TypeReader(checker);
  const components = checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .flatMap((symbol) => componentOf(symbol, checker, reader) ?? []);
  const byName = <T extends { readonly name: string }>(items: Iterable<T>) => [...items].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    components: byName(components),
    types: new Map(byName(reader.types.values()).map((type) => [type.name, type])),
  };
}

/**
 * The package's own source alone: the SDKs' types take a minute and hundreds of megabytes, and what they are used for here (`pulumi.Input`,
 * `pulumi.ComponentResource`) is known by name.
 */
function programOf(entry: string): ts.Program {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.NodeNext,
    types: [],
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
  };
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (names, from) =>
    names.map(({ text }) => {
      if (!text.startsWith(".")) return { resolvedModule: undefined };
      const resolvedFileName = path.resolve(path.dirname(from), text);
      return { resolvedModule: { resolvedFileName, extension: ts.Extension.Ts } };
    });
  return ts.createProgram([entry], options, host);
}

/** undefined for what is no class with arguments. */
function componentOf(symbol: ts.Symbol, checker: ts.TypeChecker, reader: TypeReader): ComponentDescription | undefined {
  const declaration = symbol.declarations?.find(ts.isClassDeclaration);
  const parameter = declaration?.members.find(ts.isConstructorDeclaration)?.parameters[1];
  if (declaration === undefined || parameter?.type === undefined) return undefined;
  const isResource = extendsResource(declaration);
  const type = checker.getTypeFromTypeNode(parameter.type);
  // Its own members: those that every resource has are the engine's.
  const own = new Set(declaration.members.map(({ name }) => (name !== undefined && ts.isIdentifier(name) ? name.text : undefined)));
  return {
    name: symbol.name,
    isResource,
    description: documentation(symbol, checker).description,
    argumentsType: parameter.type.getText(),
    argumentsRequired: parameter.initializer === undefined && parameter.questionToken === undefined,
    arguments: reader.properties(type),
    outputs: reader.properties(checker.getDeclaredTypeOfSymbol(symbol)).filter(({ name }) => own.has(name)),
  };
}

function extendsResource(declaration: ts.ClassDeclaration): boolean {
  const [base] = declaration.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types ?? [];
  return base !== undefined && ts.isPropertyAccessExpression(base.expression) && base.expression.name.text === RESOURCE;
}
