/** Rows of the ladder for tests. */
import type { Results, Row } from "../../../bench/checkpoints/results.ts";

const ROW: Row = {
  at: "2026-01-02T03:04Z",
  load: 1,
  shape: "buffer",
  setting: "ours",
  intervalSeconds: 5,
  pipelines: 1,
  elementsPerSecond: 1000,
  elementBytes: 200,
  payloadBytes: 0,
  checkpoints: 10,
  failed: 0,
  bytes: { median: 1000, min: 1000, max: 1000 },
  milliseconds: { median: 50, min: 40, max: 90 },
  jobGraphBytes: 100_000,
  metadataBytes: 6000,
};

/** A row whose checkpoints were all of `bytes` bytes. */
export function rowOf(bytes: number, changes: Partial<Row> = {}): Row {
  return { ...ROW, bytes: { median: bytes, min: bytes, max: bytes }, ...changes };
}

export function resultsOf(rows: readonly Row[]): Results {
  return {
    date: "2026-01-02",
    cpu: "a processor",
    cores: 2,
    memoryGigabytes: 24,
    system: "linux x64",
    versions: { Beam: "2.70.0", Flink: "1.19.1" },
    rows: [...rows],
  };
}
