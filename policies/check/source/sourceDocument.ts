/** One document of a file, as the readers of both notations give it. */
import type { ManifestPath } from "../../../model/index.ts";
import type { Position } from "./position.ts";

/** A document that was read. */
export interface SourceDocument {
  readonly value: unknown;
  /** Position of what stands at a path, or of the nearest thing around it. Looked for when asked, not before. */
  locate(path: ManifestPath): Position;
}

/** Why a file, or one of its documents, cannot be read. */
export interface SourceProblem extends Partial<Position> {
  /** What is wrong. */
  readonly problem: string;
  /** What to change. */
  readonly remedy: string;
}
