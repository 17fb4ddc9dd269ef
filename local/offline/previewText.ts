/** An offline preview for a terminal. */
import { describeFindings, seenOf } from "./findings.ts";
import type { OfflinePreview } from "./offlinePreview.ts";
import { resourceTree } from "./resourceTree.ts";

export interface PreviewTextOptions {
  /** Names of the packages that stand-ins served. */
  readonly packages: readonly string[];
  readonly hasPacks: boolean;
  /** Further things that the preview does not show. */
  readonly notes?: readonly string[];
}

/** Whether a mandatory rule's violation is all that made the preview fail: then the findings say all of it. */
export function isViolated({ findings, failure = "" }: OfflinePreview): boolean {
  return findings.some(({ level }) => level === "mandatory") && !/^\s*error: /m.test(failure);
}

/** The resources, what the packs found, and what the preview cannot know; not why it failed. */
export function previewText(preview: OfflinePreview, options: PreviewTextOptions): string {
  const { graph, findings, warnings, failure } = preview;
  const seen = failure === undefined || isViolated(preview) ? "all" : seenOf(graph);
  const parts = [
    resourceTree(graph),
    options.hasPacks ? describeFindings(findings, seen) : "No policy pack was asked.",
    warnings.map((text) => `Warning: ${text}`).join("\n"),
    notice(preview, options),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function notice({ madeUp, replacedSecrets, unknownEnvironments }: OfflinePreview, { packages, notes = [] }: PreviewTextOptions): string {
  const lines = [
    "This was an offline preview: nothing was compared with a cloud or a cluster, so all resources show as created, and what only a",
    "cloud can refuse (names that are taken, quotas, permissions, misspelt machine types) was not checked.",
    `Stand-ins: for the plugins ${packages.join(", ")}, a provider that records what it is told and connects nowhere.`,
  ];
  if (madeUp.length > 0) lines.push(`The outputs that it reads of ${madeUp.join(", ")} are made up: of a preview on the stand-ins.`);
  if (replacedSecrets.length > 0)
    lines.push(`Secrets of the config were not decrypted; stand-ins took their place: ${replacedSecrets.join(", ")}.`);
  if (unknownEnvironments.length > 0) lines.push(`Values of Pulumi ESC were not known: ${unknownEnvironments.join(", ")}.`);
  return [...lines, ...notes].join("\n");
}
