/** Reads types as they are written in the source: `pulumi.Input<...>`, maps, `Omit<...>`, enums, interfaces. */
import ts from "typescript";
import type { ApiType, EnumValue, PropertyDescription, TypeDescription } from "./description.ts";

/** A type, and whether a value of it may be unknown until the program runs. */
export interface ReadType {
  readonly type: ApiType;
  readonly isInput: boolean;
}

const INPUTS = new Set(["Input", "Output"]);
const TRANSPARENT = new Set(["Readonly", "NonNullable"]);

export class TypeReader {
  /** Named types that were met, by name. */
  readonly types = new Map<string, TypeDescription>();
  readonly #checker: ts.TypeChecker;

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  /** The public properties of a type, its inherited ones too, less those whose name begins with `#`. */
  properties(type: ts.Type): PropertyDescription[] {
    return type.getProperties().flatMap((symbol) => this.#property(symbol) ?? []);
  }

  #property(symbol: ts.Symbol): PropertyDescription | undefined {
    const declaration = symbol.declarations?.find((node) => ts.isPropertySignature(node) || ts.isPropertyDeclaration(node));
    if (declaration?.type === undefined || !ts.isIdentifier(declaration.name)) return undefined;
    const { type, isInput } = this.read(declaration.type);
    return {
      name: symbol.name,
      ...documentation(symbol, this.#checker),
      required: declaration.questionToken === undefined && !admitsUndefined(declaration.type),
      isInput,
      type,
    };
  }

  read(node: ts.TypeNode): ReadType {
    if (ts.isParenthesizedTypeNode(node)) return this.read(node.type);
    if (ts.isTypeOperatorNode(node)) return this.read(node.type); // readonly T[]
    if (ts.isUnionTypeNode(node)) return this.#union(node);
    if (ts.isArrayTypeNode(node)) {
      const { type: items, isInput: itemsAreInputs } = this.read(node.elementType);
      return plain({ kind: "array", items, itemsAreInputs });
    }
    if (ts.isTypeLiteralNode(node)) {
      const index = node.members.find(ts.isIndexSignatureDeclaration);
      if (index !== undefined && node.members.length === 1) return plain(this.#map(index.type));
    }
    if (ts.isTypeReferenceNode(node)) return this.#reference(node);
    if (ts.isLiteralTypeNode(node) && BOOLEANS.has(node.literal.kind)) return plain({ kind: "boolean" });
    const keyword = KEYWORDS.get(node.kind);
    return plain(keyword === undefined ? native(node) : { kind: keyword });
  }

  #union(node: ts.UnionTypeNode): ReadType {
    const [only, ...others] = node.types.filter((part) => part.kind !== ts.SyntaxKind.UndefinedKeyword);
    return only !== undefined && others.length === 0 ? this.read(only) : plain(native(node));
  }

  #map(values: ts.TypeNode): ApiType {
    const { type, isInput } = this.read(values);
    return { kind: "map", values: type, valuesAreInputs: isInput };
  }

  #reference(node: ts.TypeReferenceNode): ReadType {
    const name = ts.isIdentifier(node.typeName) ? node.typeName.text : node.typeName.right.text;
    const [first, second] = node.typeArguments ?? [];
    if (INPUTS.has(name) && first !== undefined) return { ...this.read(first), isInput: true };
    if (TRANSPARENT.has(name) && first !== undefined) return this.read(first);
    if (name === "Record" && second !== undefined) return plain(this.#map(second));
    const written = this.#checker.getSymbolAtLocation(node.typeName);
    if (written === undefined) return plain(native(node));
    const symbol = written.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(written) : written;
    const type = this.#checker.getTypeFromTypeNode(node);
    return plain(this.#enumeration(symbol) ?? this.#dictionary(symbol, type) ?? this.#object(symbol, type) ?? native(node));
  }

  /** `const X = { A: "a" } as const; type X = ...`: both are one symbol. */
  #enumeration(symbol: ts.Symbol): ApiType | undefined {
    const declaration = symbol.declarations?.find(ts.isVariableDeclaration);
    if (declaration === undefined || !symbol.declarations?.some(ts.isTypeAliasDeclaration)) return undefined;
    const values = this.#checker
      .getTypeOfSymbolAtLocation(symbol, declaration)
      .getProperties()
      .flatMap((member): EnumValue | [] => {
        const { description } = documentation(member, this.#checker);
        const value = this.#checker.getTypeOfSymbolAtLocation(member, declaration);
        return value.isStringLiteral() ? { name: member.name, value: value.value, description } : [];
      });
    return this.#named({ kind: "enum", name: symbol.name, description: documentation(symbol, this.#checker).description, values });
  }

  /** An interface whose further keys are the user's own: Pipeline options. */
  #dictionary(symbol: ts.Symbol, type: ts.Type): ApiType | undefined {
    if (this.#checker.getIndexInfosOfType(type).length === 0 || type.getProperties().length === 0) return undefined;
    return { kind: "map", values: { kind: "any" }, valuesAreInputs: false, name: symbol.name };
  }

  #object(symbol: ts.Symbol, type: ts.Type): ApiType | undefined {
    const isData = symbol.declarations?.every((node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) ?? false;
    if (!isData || type.getProperties().length === 0) return undefined;
    const name = symbol.name.replace(/Args$/, "");
    // Entered before its properties are read: a type may hold itself.
    if (!this.types.has(name)) {
      const { description } = documentation(symbol, this.#checker);
      this.#named({ kind: "object", name, description, properties: [] });
      this.#named({ kind: "object", name, description, properties: this.properties(type) });
    }
    return { kind: "reference", name };
  }

  #named(type: TypeDescription): ApiType {
    this.types.set(type.name, type);
    return { kind: "reference", name: type.name };
  }
}

const KEYWORDS = new Map<ts.SyntaxKind, "string" | "number" | "boolean" | "any">([
  [ts.SyntaxKind.StringKeyword, "string"],
  [ts.SyntaxKind.NumberKeyword, "number"],
  [ts.SyntaxKind.BooleanKeyword, "boolean"],
  [ts.SyntaxKind.UnknownKeyword, "any"],
]);

const BOOLEANS: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword]);

const plain = (type: ApiType): ReadType => ({ type, isInput: false });
const native = (node: ts.TypeNode): ApiType => ({ kind: "native", text: node.getText() });

function admitsUndefined(node: ts.TypeNode): boolean {
  return ts.isUnionTypeNode(node) && node.types.some((part) => part.kind === ts.SyntaxKind.UndefinedKeyword);
}

/** The text and the tags of a doc comment. */
export function documentation(
  symbol: ts.Symbol,
  checker: ts.TypeChecker,
): Pick<PropertyDescription, "description" | "default" | "isSecret"> {
  const text = (parts: readonly ts.SymbolDisplayPart[] | undefined) =>
    ts
      .displayPartsToString([...(parts ?? [])])
      .replaceAll(/\s+/g, " ")
      .trim();
  const tags = symbol.getJsDocTags(checker);
  const given = tags.find(({ name }) => name === "default");
  return {
    description: text(symbol.getDocumentationComment(checker)),
    default: given === undefined ? undefined : text(given.text),
    isSecret: tags.some(({ name }) => name === "secret"),
  };
}
