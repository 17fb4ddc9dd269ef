/**
 * Which Beam runs on which Flink under which operator, as data with date and source. Rows are added when a release is out;
 * a row says what its sources say, never what looks likely.
 */

/** One Flink line. */
export interface FlinkLine {
  /** `major.minor`. */
  readonly line: string;
  /** Newest patch release when the matrix was checked: the version used where only the line is given. */
  readonly patch: string;
  /** Value of `FlinkDeployment.spec.flinkVersion`. */
  readonly flinkVersionField: string;
  /** First Beam line with a `beam-runners-flink-<line>`. */
  readonly sinceBeam: string;
  /** First operator line whose CRD knows the Flink line. */
  readonly sinceOperator: string;
}

/** The compatibility matrix. */
export interface CompatibilityMatrix {
  /** Day on which the sources were read. */
  readonly checked: string;
  readonly sources: readonly string[];
  /** Oldest and newest release line of Beam. */
  readonly beam: { readonly oldest: string; readonly newest: string };
  /** Oldest and newest release line of the operator. */
  readonly operator: { readonly oldest: string; readonly newest: string };
  /** Flink lines, oldest first. */
  readonly flink: readonly FlinkLine[];
}

/** Beam 2.61 is the floor since its sources report their backlog to Flink and its watermark faults are repaired. */
export const COMPATIBILITY_MATRIX: CompatibilityMatrix = {
  checked: "2026-11-23",
  sources: [
    "Beam: release notes (2.70.0: Flink 1.20 added) and PUBLISHED_FLINK_VERSIONS of apache-beam 2.61 to 2.77",
    "Operator: spec.flinkVersion in the CRDs of releases 1.10.0 to 1.15.0 and docs/content/docs/concepts/overview.md",
    "Flink: releases 1.19.3, 1.20.5, 2.0.2, 2.1.3, 2.2.1",
  ],
  beam: { oldest: "2.61", newest: "2.77" },
  operator: { oldest: "1.10", newest: "1.15" },
  flink: [
    { line: "1.19", patch: "1.19.3", flinkVersionField: "v1_19", sinceBeam: "2.61", sinceOperator: "1.10" },
    { line: "1.20", patch: "1.20.5", flinkVersionField: "v1_20", sinceBeam: "2.70", sinceOperator: "1.10" },
    { line: "2.0", patch: "2.0.2", flinkVersionField: "v2_0", sinceBeam: "2.74", sinceOperator: "1.11" },
    { line: "2.1", patch: "2.1.3", flinkVersionField: "v2_1", sinceBeam: "2.75", sinceOperator: "1.13" },
    { line: "2.2", patch: "2.2.1", flinkVersionField: "v2_2", sinceBeam: "2.75", sinceOperator: "1.13" },
  ],
};

/** The two lines that are tested as a whole. `current` is what a caller gets who names no version. */
export const SUPPORTED_LINES = {
  current: { beam: "2.77.0", flink: "2.2.1", operator: "1.15.0" },
  conservative: { beam: "2.70.0", flink: "1.20.5", operator: "1.10.0" },
} as const;
