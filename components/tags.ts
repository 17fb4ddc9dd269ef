/** What everything that this package makes on a cloud is marked with. */

/** Tag or label by which one finds what this package made. */
export const MANAGED_BY = { "managed-by": "beam-flink" };
