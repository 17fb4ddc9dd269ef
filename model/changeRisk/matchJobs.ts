/** Which job of one input is which of the other: by namespace and name, and by the file where a name is there more than once. */

/** A job of an input. */
export interface NamedJob {
  /** `namespace/name`. */
  readonly job: string;
  /** The file it is in, within its input. */
  readonly file: string;
}

/** A name without a namespace is in the one that clients take where none is said. */
function keyOf({ job }: NamedJob): string {
  return job.includes("/") ? job : `default/${job}`;
}

/** A job on one or both sides. */
export type JobPair<T> =
  | { readonly kind: "kept"; readonly before: T; readonly after: T }
  | { readonly kind: "deleted"; readonly before: T }
  | { readonly kind: "new"; readonly after: T };

/** Pairs in the order of the jobs afterwards; those that are not there any more come last. */
export function matchJobs<T extends NamedJob>(before: readonly T[], after: readonly T[]): readonly JobPair<T>[] {
  const old = Map.groupBy(before, keyOf);
  const now = Map.groupBy(after, keyOf);
  const taken = new Set<T>();
  const pairs = after.map((one): JobPair<T> => {
    const candidates = old.get(keyOf(one)) ?? [];
    const alone = candidates.length === 1 && now.get(keyOf(one))?.length === 1;
    const match = alone ? candidates[0] : candidates.find((candidate) => candidate.file === one.file && !taken.has(candidate));
    if (match === undefined) return { kind: "new", after: one };
    taken.add(match);
    return { kind: "kept", before: match, after: one };
  });
  const gone = before.filter((one) => !taken.has(one));
  return [...pairs, ...gone.map((one): JobPair<T> => ({ kind: "deleted", before: one }))];
}
