/** Previews an environment on the stand-ins, after bringing up on them what it reads. */
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import type * as automation from "@pulumi/pulumi/automation/index.js";
import { isObject, type JsonObject } from "../provider/values.ts";
import type { Step } from "../support/step.ts";
import { type Finding, findingsOf } from "./findings.ts";
import type { OfflineBackend } from "./offlineBackend.ts";
import { broughtUpProgram, previewedProgram } from "./program.ts";
import { type GraphResource, resourceGraph } from "./resourceGraph.ts";

export interface OfflinePreview {
  readonly graph: readonly GraphResource[];
  readonly findings: readonly Finding[];
  /** What the program and the engine warn of. */
  readonly warnings: readonly string[];
  /** Why the preview did not succeed; a mandatory rule's violation is one reason. */
  readonly failure?: unknown;
}

export async function bringUpOffline(backend: OfflineBackend, environment: string, step: Step): Promise<void> {
  await backend.withStack(
    environment,
    await broughtUpProgram(),
    // The pack judges the previewed environment, not those that it reads.
    (stack) => stack.up({ color: "never", signal: step.signal, suppressProgress: true, policyPacks: [], policyPackConfigs: [] }),
    step,
  );
}

export async function previewOfflineStack(backend: OfflineBackend, environment: string, step: Step): Promise<OfflinePreview> {
  return backend.withStack(environment, await previewedProgram(), (stack) => preview(stack, step), step);
}

async function preview(stack: automation.Stack, step: Step): Promise<OfflinePreview> {
  const events: automation.EngineEvent[] = [];
  // In the backend's folder, which goes with the backend.
  const plan = path.join(stack.workspace.workDir, `${stack.name}.plan.json`);
  let failure: unknown;
  try {
    await stack.preview({ color: "never", signal: step.signal, suppressProgress: true, plan, onEvent: (event) => void events.push(event) });
  } catch (error) {
    step.signal.throwIfAborted();
    failure = error;
  }
  const saved = await readPlan(plan);
  return { graph: resourceGraph(events, saved), findings: findingsOf(events), warnings: warningsOf(events), failure };
}

/** undefined when the preview failed before it was written. */
async function readPlan(file: string): Promise<JsonObject | undefined> {
  const plan: unknown = JSON.parse(await readFile(file, "utf8").catch(() => "null"));
  return isObject(plan) ? plan : undefined;
}

function warningsOf(events: readonly automation.EngineEvent[]): string[] {
  const warnings = events.flatMap(({ diagnosticEvent }) =>
    diagnosticEvent?.severity === "warning" ? [diagnosticEvent.message.trim()] : [],
  );
  return [...new Set(warnings)];
}
