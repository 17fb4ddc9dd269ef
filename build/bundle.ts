/** What every file has in common that is executed by itself, with all it needs inside. */
import type { BuildOptions } from "esbuild";
import { NODE } from "./folders.ts";

export const BUNDLE = {
  bundle: true,
  platform: "node",
  target: `node${NODE}`,
  logLevel: "warning",
  // Names stay, for the stack traces that people report.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "eof",
} as const satisfies BuildOptions;
