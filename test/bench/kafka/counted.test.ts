import { describe, expect, test } from "vitest";
import { countedOf, windowOf } from "../../../bench/kafka/counted.ts";

/** As Flink's REST API showed them. */
const METRICS = [
  { id: "0.read-0-element/ParMultiDo(KafkaRecord).kafka_busyRecords", value: "17793" },
  { id: "1.read-0-element/ParMultiDo(KafkaRecord).kafka_busyRecords", value: "7" },
  { id: "0.read-0-element/ParMultiDo(KafkaRecord).kafka_idleRecords", value: "102" },
  {
    id: "0.read-0-element/ParMultiDo(KafkaRecord).kafka_busyLatencyMillis",
    value: "DistributionResult{sum=35586, count=17793, min=0, max=7}",
  },
  { id: "1.read-0-element/ParMultiDo(KafkaRecord).kafka_busyLatencyMillis", value: "DistributionResult{sum=14, count=7, min=1, max=5}" },
  { id: "0.read-0-element/ParMultiDo(KafkaRecord).kafka_idleLatencyMillis", value: "DistributionResult{sum=9, count=102, min=0, max=1}" },
];

describe("what a job has counted of a topic", () => {
  test("sums over subtasks, of that topic alone", () => {
    expect(countedOf(METRICS, "busy", 5)).toEqual({ at: 5, records: 17_800, latencySum: 35_600 });
    expect(countedOf(METRICS, "idle", 5)).toEqual({ at: 5, records: 102, latencySum: 9 });
  });

  test("is nothing before the first record", () => {
    expect(countedOf(METRICS, "usy", 5)).toBeUndefined();
  });

  test("between two counts gives rate and mean latency", () => {
    const from = { at: 1000, records: 100, latencySum: 1000 };
    expect(windowOf(from, { at: 3000, records: 500, latencySum: 9000 })).toEqual({ rate: 200, latency: 20 });
    expect(windowOf(from, { ...from, at: 2000 })).toEqual({ rate: 0, latency: undefined });
  });

  test("of a job that has started anew is refused", () => {
    expect(() => windowOf({ at: 0, records: 2, latencySum: 0 }, { at: 1, records: 1, latencySum: 0 })).toThrow("started anew");
  });
});
