/** Runbooks: the pages of docs/runbooks that alerts refer to. */
import { ArgumentError } from "../argumentError.ts";

export const PAGES = [
  "job-does-not-recover",
  "job-restarts",
  "checkpoint-failing",
  "checkpoint-times-out",
  "backlog-grows",
  "backpressure",
  "autoscaler-does-not-move",
] as const;

/** Address of a page; undefined without a base. Throws an ArgumentError for a base that no browser opens. */
export function runbookUrl(page: (typeof PAGES)[number], base: string | undefined): string | undefined {
  if (base === undefined) return undefined;
  if (!/^https?:\/\/[^\s?#]+$/.test(base)) {
    throw new ArgumentError({
      field: "runbookBaseUrl",
      value: base,
      rule: "must be an http or https address without query",
      remedy: "Give the address of the folder that holds the pages of docs/runbooks.",
    });
  }
  return `${base.replace(/\/+$/, "")}/${page}.md`;
}
