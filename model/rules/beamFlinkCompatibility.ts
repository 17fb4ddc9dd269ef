/** Beam, Flink, the image and the operator fit each other by the dated matrix. */
import { z } from "zod";
import { COMPATIBILITY_MATRIX, type FlinkLine } from "../compatibilityMatrix.ts";
import { FLINK_LINE_FIELD } from "../views/flinkVersionField.ts";
import { flinkLineOfImage, readImageReference } from "../views/imageReference.ts";
import type { JobView } from "../views/jobView.ts";
import { type Known, UNKNOWN } from "../views/known.ts";
import { defineRule, type Finding, ruleResult } from "../rule.ts";
import { BEAM_VERSION, BEAM_VERSION_FIELD, OPERATOR_VERSION, OPERATOR_VERSION_FIELD, versionLine } from "../views/versionFact.ts";
import { compareLines } from "../versionNumber.ts";

const { beam: BEAM, checked: CHECKED, flink: FLINK, operator: OPERATOR } = COMPATIBILITY_MATRIX;
const AT_FLINK_VERSION = { path: ["spec", "flinkVersion"] };

export const beamFlinkCompatibility = defineRule({
  id: "beam-flink-compatibility",
  title: "Beam, spec.flinkVersion, the image's tag and the operator fit the compatibility matrix.",
  reason:
    "Beam's Flink runner is built for one Flink line each, and fails on another at the start or, worse, at a restore. " +
    "The operator writes configuration and talks to Flink by spec.flinkVersion, whatever the image holds, and its CRD " +
    "refuses lines it does not know.",
  source: `compatibility matrix of ${CHECKED}: ${COMPATIBILITY_MATRIX.sources.join("; ")}`,
  versions: `Beam ${BEAM.oldest} to ${BEAM.newest}, Flink ${FLINK[0]?.line} to ${FLINK.at(-1)?.line}, operator ${OPERATOR.oldest} to ${OPERATOR.newest}`,
  parameters: z.object({
    operator: z
      .string()
      .regex(/^(?:\d{1,4}\.\d{1,4}(?:\.\d{1,4})?)?$/, 'must be a release such as "1.15.0", or empty')
      .default("")
      .describe("Release of the operator, for jobs without the annotation beam-flink/operator-version. Empty: not known."),
  }),
  evaluate(view, { operator }) {
    const line = view.flinkLine;
    if (line === UNKNOWN) return ruleResult([], [FLINK_LINE_FIELD]);
    const beam = versionLine(view, BEAM_VERSION);
    const operatorLine = versionLine(view, OPERATOR_VERSION) ?? /^\d+\.\d+/.exec(operator)?.[0];
    const image = imageLine(view);
    const row = FLINK.find((candidate) => candidate.line === line);
    const findings = [
      // A Beam newer than the matrix may run on lines that the matrix does not have.
      row === undefined && (line === undefined || !isNewer(beam, BEAM.newest)) ? unknownLine(view, line, beam, operatorLine) : undefined,
      otherImage(line, image),
      ...(row === undefined
        ? []
        : [tooOld("Beam", "beam", beam, row.sinceBeam, row), tooOld("operator", "operator", operatorLine, row.sinceOperator, row)]),
    ];
    return ruleResult(findings, [
      ...missing(beam, BEAM_VERSION_FIELD, "Beam", BEAM.newest),
      ...(image === UNKNOWN ? ["image"] : []),
      ...missing(operatorLine, `${OPERATOR_VERSION_FIELD} or parameter operator of the rule`, "operator", OPERATOR.newest),
    ]);
  },
});

/** The Flink line that the image's tag or name says; undefined where it says none. */
function imageLine(view: JobView): Known<string | undefined> {
  const image = view.image;
  if (image === UNKNOWN || image === undefined) return image;
  const reference = readImageReference(image);
  return reference === undefined ? undefined : flinkLineOfImage(reference);
}

function unknownLine(
  view: JobView,
  line: string | undefined,
  beam: Known<string | undefined>,
  operator: Known<string | undefined>,
): Finding {
  const text = view.text("spec", "flinkVersion");
  const value = typeof text === "string" ? JSON.stringify(text) : "not set";
  const fits = FLINK.findLast((row) => !isOlder(beam, row.sinceBeam) && !isOlder(operator, row.sinceOperator)) ?? FLINK.at(-1);
  const oldBeams = line !== undefined && compareLines(line, FLINK[0]?.line ?? line) < 0 ? ", which newer Beams have dropped" : "";
  return {
    field: "Flink version",
    value: `${value}${oldBeams}`,
    limit: `one of ${FLINK.map((row) => row.flinkVersionField).join(", ")}, the lines of the compatibility matrix of ${CHECKED}`,
    remedy: `choose one of these by versions.flink (spec.flinkVersion: ${fits?.flinkVersionField}), with Beam and an image for it`,
    at: AT_FLINK_VERSION,
  };
}

function otherImage(line: string | undefined, image: Known<string | undefined>): Finding | undefined {
  if (line === undefined || image === UNKNOWN || image === undefined || image === line) return undefined;
  const row = FLINK.find((candidate) => candidate.line === image);
  const otherwise = row === undefined ? "" : `, or set versions.flink to ${image} (spec.flinkVersion: ${row.flinkVersionField})`;
  return {
    field: "Flink of the image",
    value: image,
    limit: `${line}, as spec.flinkVersion says`,
    remedy: `give an image of Flink ${line} (image)${otherwise}`,
    at: { path: ["spec", "image"] },
  };
}

function tooOld(product: string, argument: string, line: Known<string | undefined>, since: string, row: FlinkLine): Finding | undefined {
  if (!isOlder(line, since)) return undefined;
  const older = FLINK.findLast((candidate) => compareLines(line, product === "Beam" ? candidate.sinceBeam : candidate.sinceOperator) >= 0);
  const otherwise = older === undefined ? "" : `, or set versions.flink to ${older.line} (spec.flinkVersion: ${older.flinkVersionField})`;
  return {
    field: `${product} version`,
    value: line,
    limit: `${since} at least for Flink ${row.line}`,
    remedy: `raise versions.${argument} to ${since} or later${otherwise}`,
    at: AT_FLINK_VERSION,
  };
}

function isOlder(line: Known<string | undefined>, than: string): line is string {
  return line !== UNKNOWN && line !== undefined && compareLines(line, than) < 0;
}

function isNewer(line: Known<string | undefined>, newest: string): line is string {
  return line !== UNKNOWN && line !== undefined && compareLines(line, newest) > 0;
}

function missing(line: Known<string | undefined>, field: string, product: string, newest: string): string[] {
  if (line === UNKNOWN || line === undefined) return [field];
  return isNewer(line, newest) ? [newerThan(product, line)] : [];
}

function newerThan(product: string, line: string): string {
  return `${product} ${line}, newer than the compatibility matrix of ${CHECKED}`;
}
