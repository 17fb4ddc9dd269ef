/** Random choices that are the same on every run. */

export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  /** One of the items. */
  pick<T>(items: readonly [T, ...T[]]): T;
  /** `count` of the numbers from 0 to below `limit`, each at most once. */
  sample(count: number, limit: number): number[];
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    // Linear congruential generator (Numerical Recipes): its high bits are good enough to spread choices.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return {
    below,
    pick: (items) => items[below(items.length)] ?? items[0],
    sample: (count, limit) => {
      const numbers = Array.from({ length: limit }, (_, index) => index);
      for (let index = 0; index < count; index++) {
        const other = index + below(limit - index);
        [numbers[index], numbers[other]] = [numbers[other] ?? other, numbers[index] ?? index];
      }
      return numbers.slice(0, count);
    },
  };
}
