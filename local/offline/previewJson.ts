/** An offline preview as data: the form of `pulumi preview --json`, with what the packs found and what was made up. */
import type { OfflinePreview } from "./offlinePreview.ts";
import type { Finding } from "./findings.ts";
import { isViolated } from "./previewText.ts";
import type { PreviewStep } from "./previewSteps.ts";

/** What `beam-flink comment` reads; `check`, `plan` and `budget` read its `steps`. Fields may be added, none changes its meaning. */
export interface PreviewDocument {
  /** Form of this document. */
  readonly format: "beam-flink-preview/1";
  readonly project: string;
  readonly stack: string;
  readonly steps: readonly PreviewStep[];
  /** Operations by kind. */
  readonly changeSummary: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
  /** Stacks whose outputs were made up. */
  readonly madeUp: readonly string[];
  readonly replacedSecrets: readonly string[];
  readonly unknownEnvironments: readonly string[];
  /** Why the preview failed; a violation of a mandatory rule is one reason. */
  readonly failure?: string;
  /** Whether that is all that made it fail: then everything was planned. */
  readonly violated?: true;
}

export function previewDocument(project: string, preview: OfflinePreview): PreviewDocument {
  const { stack, steps, findings, warnings, madeUp, replacedSecrets, unknownEnvironments, failure } = preview;
  const changeSummary: Record<string, number> = {};
  for (const { op } of steps) changeSummary[op] = (changeSummary[op] ?? 0) + 1;
  const said = failure === undefined ? {} : { failure, ...(isViolated(preview) ? { violated: true as const } : {}) };
  const told = { steps, changeSummary, findings, warnings, madeUp, replacedSecrets, unknownEnvironments };
  return { format: "beam-flink-preview/1", project, stack, ...told, ...said };
}
