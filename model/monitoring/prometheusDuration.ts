/** Durations as Prometheus reads them. */

/** Prometheus' notation: whole units, the largest that divides. */
export function prometheusDuration(milliseconds: number): string {
  const [unit, size] = (
    [
      ["h", 3_600_000],
      ["m", 60_000],
      ["s", 1000],
    ] as const
  ).find(([, one]) => milliseconds % one === 0) ?? ["ms", 1];
  return `${milliseconds / size}${unit}`;
}
