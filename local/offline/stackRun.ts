/** One run of one stack in a process of its own, and what it tells. Both go through that process's channel as JSON. */
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import type * as automation from "@pulumi/pulumi/automation/index.js";
import { engineErrors } from "../pulumi/engineErrors.ts";
import { isObject, type JsonObject } from "../provider/values.ts";
import { type Finding, findingsOf } from "./findings.ts";
import { type PreviewStep, previewSteps } from "./previewSteps.ts";
import { projectSdk, runProgram } from "./program.ts";
import type { PulumiProject } from "./project.ts";
import { type GraphResource, resourceGraph } from "./resourceGraph.ts";
import { openStack } from "./stack.ts";
import { readStackConfig } from "./stackConfig.ts";
import { noteReferences, type StackName } from "./stackReferences.ts";
import { collectOutputs, type StackOutputs } from "./stackOutputs.ts";

/** A policy pack and what a person has set of it. */
export interface PreviewPack {
  readonly file: string;
  readonly config?: string;
}

export interface StackRequest {
  readonly project: PulumiProject;
  readonly stack: StackName;
  /** Folder of the backend. */
  readonly folder: string;
  readonly envVars: Readonly<Record<string, string>>;
  /**
   * `preview` shows what would be made; `publish` finds the program's outputs by a preview whose stand-ins answer as if everything were
   * there, and gives them to the stack; `set` gives it these.
   */
  readonly run: "preview" | "publish" | "set";
  readonly packs: readonly PreviewPack[];
  readonly outputs?: StackOutputs;
}

export interface StackResult {
  readonly graph: readonly GraphResource[];
  readonly steps: readonly PreviewStep[];
  readonly findings: readonly Finding[];
  /** What the program and the engine warn of. */
  readonly warnings: readonly string[];
  /** Stacks that the program reads. */
  readonly references: readonly StackName[];
  /** Why the run did not succeed; a mandatory rule's violation is one reason. */
  readonly failure?: string;
}

/** `signal` ends the engine in order. */
export async function runStack(request: StackRequest, signal: AbortSignal): Promise<StackResult> {
  const { project, run, stack: name } = request;
  const sdk = projectSdk(project);
  const references = new Map<string, StackName>();
  let outputs: StackOutputs = request.outputs ?? {};
  const program = async () => {
    noteReferences(sdk.pulumi, project.name, references);
    const returned = await runProgram(project);
    if (run === "publish") collectOutputs(sdk.pulumi, returned, (found) => (outputs = found));
    return returned;
  };
  const place = { ...request, projectName: name.project, stackName: name.stack };
  const own = run === "set" ? {} : { settings: project.settings, config: readStackConfig(project, name.stack) };
  const stack = await openStack(sdk.automation, place, program, own);
  const result = run === "set" ? NOTHING : { ...(await preview(stack, request, signal)), references: [...references.values()] };
  if (run === "preview" || result.failure !== undefined) return result;
  stack.workspace.program = async () => mapOutputs(sdk.pulumi, outputs);
  await stack.up({ color: "never", signal, suppressProgress: true });
  return result;
}

const NOTHING: StackResult = { graph: [], steps: [], findings: [], warnings: [], references: [] };

function mapOutputs(sdk: { secret(value: unknown): unknown }, outputs: StackOutputs): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs).map(([key, { value, secret }]) => [key, secret ? sdk.secret(value) : value]));
}

async function preview(stack: automation.Stack, { packs, folder }: StackRequest, signal: AbortSignal): Promise<StackResult> {
  const events: automation.EngineEvent[] = [];
  const plan = path.join(folder, `${stack.name}.plan.json`);
  const configured = packs.flatMap(({ config }) => config ?? []);
  let failure: string | undefined;
  try {
    await stack.preview({
      color: "never",
      signal,
      suppressProgress: true,
      plan,
      onEvent: (event) => void events.push(event),
      policyPacks: packs.map(({ file }) => file),
      policyPackConfigs: configured,
    });
  } catch (error) {
    signal.throwIfAborted();
    failure = engineErrors(error);
  }
  const saved = await readPlan(plan);
  return {
    graph: resourceGraph(events, saved),
    steps: previewSteps(events, saved),
    findings: findingsOf(events),
    warnings: warningsOf(events),
    references: [],
    ...(failure === undefined ? {} : { failure }),
  };
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
