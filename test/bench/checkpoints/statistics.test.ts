import { expect, test } from "vitest";
import { type Checkpoint, counted, spread, WARM_UP } from "../../../bench/checkpoints/statistics.ts";

const checkpoint = (id: number, changes: Partial<Checkpoint> = {}): Checkpoint => ({
  id,
  status: "COMPLETED",
  is_savepoint: false,
  state_size: 100 * id,
  end_to_end_duration: 10,
  external_path: `s3://flink/job/checkpoints/1/chk-${id}`,
  ...changes,
});

test("checkpoints count behind the warm-up, the oldest first, whatever Flink's order", () => {
  const history = [5, 4, 3, 2, 1].map((id) => checkpoint(id));
  expect(counted(history).map(({ id }) => id)).toEqual([3, 4, 5]);
  expect(WARM_UP).toBe(2);
});

test("failed ones, those under way and savepoints do not count, in the warm-up neither", () => {
  const history = [
    checkpoint(1, { status: "FAILED" }),
    checkpoint(2),
    checkpoint(3, { is_savepoint: true }),
    checkpoint(4),
    checkpoint(5),
    checkpoint(6, { status: "IN_PROGRESS" }),
  ];
  expect(counted(history).map(({ id }) => id)).toEqual([5]);
});

test("a spread is the median, the lowest and the highest", () => {
  expect(spread([5, 1, 9, 2])).toEqual({ median: 3.5, min: 1, max: 9 });
  expect(() => spread([])).toThrow(RangeError);
});
