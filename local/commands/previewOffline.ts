/**
 * `npm run preview -- <environment> --offline`: what a first `up` would make, on a machine without cloud accounts, cluster or
 * plugins. The engine, the program and the policy pack are the real ones; the providers' plugins are stand-ins.
 */
import type { CommandContext } from "../environment/context.ts";
import { definitionsFor } from "../environment/definitions.ts";
import { environmentConfig } from "../environment/environmentConfig.ts";
import { type EnvironmentStacks, openEnvironmentStacks } from "../environment/offlineEnvironments.ts";
import { isViolated, previewText } from "../offline/previewText.ts";
import type { OfflinePreview } from "../offline/offlinePreview.ts";
import { UserError } from "../support/errors.ts";
import { runSteps } from "../support/steps.ts";

interface Offline {
  stacks?: EnvironmentStacks;
  preview?: OfflinePreview;
  missing?: string;
}

export async function previewOffline({ environment, signal }: CommandContext): Promise<number> {
  const config = await environmentConfig(environment);
  const offline: Offline = {};
  const title = `Pulumi preview of ${environment}, offline, with the policy pack`;
  try {
    const run = async (context: Offline, step: Parameters<typeof openEnvironmentStacks>[0]) => {
      context.missing = (await definitionsFor(config, step)).missing;
      context.stacks = await openEnvironmentStacks(step);
      context.preview = await context.stacks.preview(environment, step);
      // So that the step shows as failed; what the preview had planned until then is told below all the same.
      if (context.preview.failure !== undefined) throw new Error(context.preview.failure);
      return `${context.preview.graph.length} resources`;
    };
    await runSteps([{ title, run }], offline, signal).catch((error: unknown) => {
      if (offline.preview?.failure === undefined) throw error;
    });
    return report(offline);
  } finally {
    await offline.stacks?.close();
  }
}

function report({ preview, missing, stacks }: Offline): number {
  if (preview === undefined || stacks === undefined) throw new Error("nothing was previewed");
  const lines =
    missing === undefined ? [] : [`The operator's definitions of the release ${missing} are not shown: they cannot be fetched offline.`];
  console.log(previewText(preview, { packages: stacks.packages, hasPacks: true, notes: lines }));
  if (preview.failure === undefined) return 0;
  throw new UserError(isViolated(preview) ? "a mandatory rule is violated: up would change nothing." : preview.failure);
}
