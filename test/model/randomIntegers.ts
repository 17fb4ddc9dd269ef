/** Numbers for property tests: the same on every run, of all magnitudes, with round ones among them. */

/** Units that a number may be a multiple of: none, seconds and minutes in ms, kibibytes and mebibytes. */
const ROUND_TO = [1, 1000, 60_000, 1024, 1024 ** 2] as const;

/** `count` whole numbers from 0 to `limit`. */
export function randomIntegers(count: number, limit: number): number[] {
  let state = 20_261_124;
  const next = (): number => {
    // Linear congruential generator (Numerical Recipes): poor randomness, good enough spread, no dependency.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: count }, (_, index) => {
    const size = Math.floor(limit ** next());
    const unit = ROUND_TO[index % ROUND_TO.length] ?? 1;
    return size - (size % unit);
  });
}
