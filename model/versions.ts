/**
 * The three versions that decide how everything else is rendered, resolved against the dated compatibility matrix, and the
 * features that depend on them.
 */
import { ArgumentError } from "./argumentError.ts";
import { COMPATIBILITY_MATRIX, type FlinkLine, SUPPORTED_LINES } from "./compatibilityMatrix.ts";
import { compareLines, lineOf, parseVersion } from "./versionNumber.ts";

/** Versions that work together. */
export interface Versions {
  /** Beam release: `2.77.0`. */
  readonly beam: string;
  /** Flink release: `2.2.1`. */
  readonly flink: string;
  /** Release of the Flink Kubernetes Operator: `1.15.0`. */
  readonly operator: string;
  /** Flink's `major.minor`: `2.2`. */
  readonly flinkLine: string;
  /** Value of `FlinkDeployment.spec.flinkVersion`: `v2_2`. */
  readonly flinkVersionField: string;
}

/** Versions as a caller gives them. Any may be a line (`2.2`); what is missing is chosen to fit the rest. */
export interface GivenVersions {
  readonly beam?: string;
  readonly flink?: string;
  readonly operator?: string;
}

/** Resolves versions: the current line where nothing is given, else what fits; throws where nothing fits. */
export function resolveVersions(given: GivenVersions): Versions {
  const beam = release(given.beam ?? SUPPORTED_LINES.current.beam, "versions.beam", COMPATIBILITY_MATRIX.beam, "Beam");
  const operator = release(
    given.operator ?? SUPPORTED_LINES.current.operator,
    "versions.operator",
    COMPATIBILITY_MATRIX.operator,
    "the Flink Kubernetes Operator",
  );
  const line = given.flink === undefined ? newestFlinkFor(beam, operator) : flinkLineFor(given.flink, beam, operator);
  const flink = given.flink !== undefined && parseVersion(given.flink, "versions.flink").patch !== undefined ? given.flink : line.patch;
  return { beam, flink, operator, flinkLine: line.line, flinkVersionField: line.flinkVersionField };
}

/** A full release number, inside the matrix. */
function release(text: string, field: string, range: { oldest: string; newest: string }, product: string): string {
  const version = parseVersion(text, field);
  const line = lineOf(version);
  if (compareLines(line, range.oldest) < 0 || compareLines(line, range.newest) > 0) {
    throw new ArgumentError({
      field,
      value: text,
      rule: `must be from ${range.oldest} to ${range.newest}, the releases of ${product} checked on ${COMPATIBILITY_MATRIX.checked}`,
      remedy: `Choose one of these, or add the release to model/compatibilityMatrix.ts with its source.`,
    });
  }
  return version.patch === undefined ? `${line}.0` : text;
}

function newestFlinkFor(beam: string, operator: string): FlinkLine {
  const fitting = COMPATIBILITY_MATRIX.flink.filter((line) => misfits(line, beam, operator).length === 0);
  const newest = fitting.at(-1);
  // Flink's oldest line fits every Beam and operator of the matrix: this guards a future edit of the data.
  if (newest === undefined) throw new Error(`the compatibility matrix has no Flink for Beam ${beam} and operator ${operator}`);
  return newest;
}

function flinkLineFor(flink: string, beam: string, operator: string): FlinkLine {
  const wanted = lineOf(parseVersion(flink, "versions.flink"));
  const line = COMPATIBILITY_MATRIX.flink.find((candidate) => candidate.line === wanted);
  if (line === undefined) {
    const known = COMPATIBILITY_MATRIX.flink.map((candidate) => candidate.line).join(", ");
    throw new ArgumentError({
      field: "versions.flink",
      value: flink,
      rule: `must be one of ${known}: no supported Beam up to ${COMPATIBILITY_MATRIX.beam.newest} runs on another`,
      remedy: "Choose one of these lines.",
    });
  }
  const missing = misfits(line, beam, operator);
  if (missing.length > 0) {
    throw new ArgumentError({
      field: "versions.flink",
      value: flink,
      rule: `needs ${missing.join(" and ")}`,
      remedy: `Raise that, or use Flink ${newestFlinkFor(beam, operator).line}.`,
    });
  }
  return line;
}

function misfits(line: FlinkLine, beam: string, operator: string): string[] {
  const missing: string[] = [];
  if (compareLines(lineOf(parseVersion(beam, "versions.beam")), line.sinceBeam) < 0)
    missing.push(`Beam ${line.sinceBeam} or later (versions.beam is ${beam})`);
  if (compareLines(lineOf(parseVersion(operator, "versions.operator")), line.sinceOperator) < 0) {
    missing.push(`operator ${line.sinceOperator} or later (versions.operator is ${operator})`);
  }
  return missing;
}
