/** The maximum parallelism that Flink gives a job where nobody sets it (`KeyGroupRangeAssignment.computeDefaultMaxParallelism`). */

const LEAST = 128;
const MOST = 32_768;

/** One and a half times the parallelism, rounded up to a power of two, within bounds. */
export function derivedMaximum(parallelism: number): number {
  const rounded = 2 ** Math.ceil(Math.log2(parallelism + Math.floor(parallelism / 2)));
  return Math.min(Math.max(rounded, LEAST), MOST);
}
