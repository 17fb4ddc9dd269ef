/** Reads YAML as kubectl does: core types, yes and no as booleans, merge keys, and no key twice. */
import { isAscii, isUtf8 } from "node:buffer";
import { boolYaml11Tag, constructFromEvents, CORE_SCHEMA, mergeTag, parseEvents, YAMLException } from "js-yaml";
import { aliasProblem } from "./aliases.ts";
import { positionAt } from "./position.ts";
import type { SourceDocument, SourceProblem } from "./sourceDocument.ts";
import type { Piece } from "./splitDocuments.ts";
import { yamlPosition } from "./yamlPosition.ts";

/** Levels of nesting. */
const MOST_LEVELS = 100;

const SCHEMA = CORE_SCHEMA.withTags(mergeTag, boolYaml11Tag);

/** The documents of a piece, which is parsed once; empty ones are left out. */
export function readYaml(piece: Piece): readonly SourceDocument[] | SourceProblem {
  const { bytes, line } = piece;
  if (!isUtf8(bytes)) return notUtf8(piece);
  const text = isAscii(bytes) ? bytes.toString("latin1") : bytes.toString("utf8");
  try {
    const events = parseEvents(text, { maxDepth: MOST_LEVELS });
    const alias = aliasProblem(events, text);
    if (alias !== undefined) return { ...positionAt(text, alias.offset, line), problem: alias.problem, remedy: alias.remedy };
    return constructFromEvents(events, { source: text, schema: SCHEMA }).flatMap((value, index) =>
      value === null || value === undefined ? [] : [{ value, locate: (path) => yamlPosition(events, text, index, path, line) }],
    );
  } catch (error) {
    if (error instanceof YAMLException) return yamlProblem(error, text, line);
    throw error;
  }
}

function yamlProblem({ reason, mark }: YAMLException, text: string, firstLine: number): SourceProblem {
  const where = mark === undefined ? { line: firstLine, column: 1 } : { line: firstLine + mark.line, column: mark.column + 1 };
  if (reason === "duplicated mapping key") return { ...where, problem: "the key is there twice", remedy: "remove one of the two" };
  if (/maxDepth/.test(reason)) {
    return { ...where, problem: `it is nested deeper than ${MOST_LEVELS} levels`, remedy: "make it flatter" };
  }
  if (TEMPLATE.test(text)) {
    return { ...where, problem: "this is a template, not YAML", remedy: "check what it renders: helm template … | beam-flink check -" };
  }
  return { ...where, problem: `this is not YAML: ${reason}`, remedy: "correct it here or in the line before" };
}

/** An action of a Helm chart or another Go template. */
const TEMPLATE = /\{\{-?\s*[\w.$"/(]/;

function notUtf8({ bytes, line }: Piece): SourceProblem {
  const text = bytes.toString("utf8");
  // What could not be decoded is replaced by this character.
  const offset = Math.max(0, text.indexOf("\ufffd"));
  return { ...positionAt(text, offset, line), problem: "this is not UTF-8", remedy: "save the file as UTF-8" };
}
