/** The formats of the report, each loaded only when it is asked for. */
import type { CheckReport } from "./checkReport.ts";

/** Renders a report. */
export type Render = (report: CheckReport) => string;

const FORMATS = {
  text: async () => (await import("./text.ts")).renderText,
  json: async () => (await import("./json.ts")).renderJson,
  markdown: async () => (await import("./markdown.ts")).renderMarkdown,
  sarif: async () => (await import("./sarif.ts")).renderSarif,
  junit: async () => (await import("./junit.ts")).renderJunit,
} as const satisfies Record<string, () => Promise<Render>>;

/** Name of a format. */
export type Format = keyof typeof FORMATS;

/** Names of all formats. */
export const FORMAT_NAMES: readonly string[] = Object.keys(FORMATS);

/** True for the name of a format. */
export function isFormat(name: string): name is Format {
  return Object.hasOwn(FORMATS, name);
}

/** Loads a format. */
export function loadFormat(name: Format): Promise<Render> {
  return FORMATS[name]();
}
