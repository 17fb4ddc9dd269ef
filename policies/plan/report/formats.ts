/** The formats of the plan, each loaded only when it is asked for. */
import type { PlanReport } from "../planReport.ts";

/** Renders a plan. */
export type RenderPlan = (report: PlanReport) => string;

const FORMATS = {
  text: async () => (await import("./text.ts")).planText,
  json: async () => (await import("./json.ts")).planJson,
  markdown: async () => (await import("./markdown.ts")).planMarkdown,
} as const satisfies Record<string, () => Promise<RenderPlan>>;

/** Name of a format. */
export type PlanFormat = keyof typeof FORMATS;

/** Names of all formats. */
export const PLAN_FORMAT_NAMES: readonly string[] = Object.keys(FORMATS);

/** True for the name of a format. */
export function isPlanFormat(name: string): name is PlanFormat {
  return Object.hasOwn(FORMATS, name);
}

/** Loads a format. */
export function loadPlanFormat(name: PlanFormat): Promise<RenderPlan> {
  return FORMATS[name]();
}
