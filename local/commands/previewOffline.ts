/**
 * `npm run preview -- <environment> --offline`: what a first `up` would make, on a machine without cloud accounts, cluster or
 * plugins. The engine, the program and the policy pack are the real ones; the providers' plugins are stand-ins.
 */
import type { CommandContext } from "../environment/context.ts";
import { environmentConfig } from "../environment/environmentConfig.ts";
import { definitionsFor } from "../offline/definitions.ts";
import { describeFindings, seenOf } from "../offline/findings.ts";
import { openOfflineBackend } from "../offline/offlineBackend.ts";
import { bringUpOffline, type OfflinePreview, previewOfflineStack } from "../offline/offlinePreview.ts";
import { referencedEnvironments } from "../offline/references.ts";
import { resourceTree } from "../offline/resourceTree.ts";
import { engineErrors } from "../pulumi/engine.ts";
import { UserError } from "../support/errors.ts";
import { type NamedStep, runSteps } from "../support/steps.ts";

interface Offline {
  /** Environments whose outputs the previewed one reads. */
  readonly references: readonly string[];
  preview?: OfflinePreview;
  missing?: string;
}

export async function previewOffline({ environment, signal }: CommandContext): Promise<number> {
  const config = await environmentConfig(environment);
  const references = await referencedEnvironments(environment);
  const backend = await openOfflineBackend();
  try {
    const offline: Offline = { references };
    const bringUp = references.map((name): NamedStep<Offline> => {
      return {
        title: `${name} on the stand-ins, as ${environment} reads its outputs`,
        run: (_, step) => bringUpOffline(backend, name, step),
      };
    });
    const preview: NamedStep<Offline> = {
      title: `Pulumi preview of ${environment}, offline, with the policy pack`,
      run: async (context, step) => {
        context.missing = (await definitionsFor(config, step)).missing;
        context.preview = await previewOfflineStack(backend, environment, step);
        // So that the step shows as failed; what the preview had planned until then is told below all the same.
        if (context.preview.failure !== undefined) throw context.preview.failure;
        return `${context.preview.graph.length} resources`;
      },
    };
    await runSteps([...bringUp, preview], offline, signal).catch((error: unknown) => {
      if (error instanceof UserError) throw error;
      if (offline.preview?.failure !== undefined) return;
      throw new UserError(engineErrors(error), { cause: error });
    });
    return report(offline);
  } finally {
    await backend.close();
  }
}

function report(offline: Offline): number {
  const { preview } = offline;
  if (preview === undefined) throw new Error("nothing was previewed");
  const { graph, findings, warnings, failure } = preview;
  const said = failure === undefined ? "" : engineErrors(failure);
  // Then the findings say all of it, and the pack has seen everything.
  const violated = findings.some(({ level }) => level === "mandatory") && !/^\s*error: /m.test(said);
  const parts = [
    resourceTree(graph),
    describeFindings(findings, failure === undefined || violated ? "all" : seenOf(graph)),
    warnings.map((text) => `Warning: ${text}`).join("\n"),
    notice(offline),
  ];
  console.log(parts.filter((part) => part !== "").join("\n\n"));
  if (failure === undefined) return 0;
  throw new UserError(violated ? "a mandatory rule is violated: up would change nothing." : said, { cause: failure });
}

function notice({ references, missing }: Offline): string {
  const lines = [
    "This was an offline preview: nothing was compared with a cloud or a cluster, so all resources show as created, and what only a",
    "cloud can refuse (names that are taken, quotas, permissions, misspelt machine types) was not checked.",
    "Stand-ins: for the aws, gcp and kubernetes plugins, a provider that records what it is told (local/offline).",
  ];
  if (references.length > 0)
    lines.push(`The outputs that it reads of ${references.join(", ")} are made up: they were brought up on the stand-ins.`);
  if (missing !== undefined) {
    lines.push(`The operator's definitions of the release ${missing} are not shown: they cannot be fetched offline.`);
  }
  return lines.join("\n");
}
