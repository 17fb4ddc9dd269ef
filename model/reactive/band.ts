/**
 * A figure with two thresholds, as an autoscaler that knows one target sees it.
 *
 * Kubernetes computes `wanted = ceil(present x figure / target)` and leaves things alone while `figure / target` is within a tolerance of 1.
 * The band from `down` to `up` is therefore the target in its middle with a tolerance of half its width: 0.7 to 0.9 is 0.8 with 12.5 %.
 * Source: `getUsageRatioReplicaCount` and `isWithin` of Kubernetes' HorizontalPodAutoscaler controller.
 */
import { ArgumentError } from "../argumentError.ts";

/** Kubernetes' tolerance where nothing is said (`--horizontal-pod-autoscaler-tolerance`). */
export const DEFAULT_TOLERANCE = 0.1;

export interface Band {
  /** Above it there are too few TaskManagers. */
  readonly up: number;
  /** Under it there are too many. */
  readonly down: number;
}

/** What a step aims at: the middle of the band. */
export function target({ up, down }: Band): number {
  return rounded((up + down) / 2);
}

/** Deviation from the target, as a share of it, that is still within the band. */
export function tolerance({ up, down }: Band): number {
  return rounded((up - down) / (up + down));
}

/** How many times the present TaskManagers are wanted: 1 within the band, figure / target outside; undefined for an unknown figure. */
export function factor(figure: number | undefined, band: Band): number | undefined {
  if (figure === undefined || Number.isNaN(figure)) return undefined;
  return figure > band.up || figure < band.down ? figure / target(band) : 1;
}

/**
 * TaskManagers that the autoscaler asks for. The greatest factor decides, so that one figure above its band adds and only all under theirs
 * take away; figures that are unknown do not count, and where none is known all stays as it is.
 */
export function wantedTaskManagers(
  present: number,
  factors: readonly (number | undefined)[],
  { min, max, tolerance: tolerated = DEFAULT_TOLERANCE }: { readonly min: number; readonly max: number; readonly tolerance?: number },
): number {
  const known = factors.filter((value) => value !== undefined);
  const asked = known.map((value) => (Math.abs(1 - value) <= tolerated ? present : Math.ceil(present * value)));
  const wanted = asked.length === 0 ? present : Math.max(...asked);
  return Math.min(Math.max(wanted, min), max);
}

/** Refuses a band that is none, or that lies within the tolerance which Kubernetes applies in any case. */
export function checkedBand({ up, down }: Band, upField: string, downField: string): Band {
  if (!(down > 0 && up > down)) {
    throw new ArgumentError({
      field: downField,
      value: down,
      rule: `must be above 0 and under ${upField} (${up})`,
      remedy: `Lower it, or raise ${upField}.`,
    });
  }
  if (tolerance({ up, down }) < DEFAULT_TOLERANCE) {
    const highest = Math.floor((up * (1 - DEFAULT_TOLERANCE) * 1000) / (1 + DEFAULT_TOLERANCE)) / 1000;
    throw new ArgumentError({
      field: downField,
      value: down,
      rule: `must be at most ${highest} with ${upField} ${up}: Kubernetes leaves deviations of ${DEFAULT_TOLERANCE * 100} % alone`,
      remedy: `Lower it, or raise ${upField}.`,
    });
  }
  return { up, down };
}

/** Without the noise of binary fractions: (0.9 + 0.7) / 2 is 0.8. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
