/** What the command line of the check says. */
import { parseArgs } from "node:util";
import { ArgumentError, nearest } from "../../model/index.ts";
import { refuseOptions } from "../refuseOptions.ts";
import { FORMAT_NAMES, type Format, isFormat } from "./report/formats.ts";

/** Help of the command. */
export const CHECK_USAGE = `beam-flink check FILE|FOLDER|- ... [options]

Checks Beam jobs on Flink against a pack of rules, before they reach a cluster. Reads Kubernetes manifests in YAML or JSON,
the output of "pulumi preview --json" and of "pulumi stack export", and state files; a folder is searched for .yaml, .yml
and .json files, - is the standard input.

  --pack baseline|production                   rules and levels (default: production)
  --config FILE                                levels, parameters and waivers, as for "pulumi preview --policy-pack-config"
  --format text|json|markdown|sarif|junit      form of the report (default: text)
  --help                                       this text

Exit code: 0 nothing mandatory is violated, 1 something is, 2 the input or an option cannot be read.
`;

/** Names of the packs. */
const PACKS = ["baseline", "production"] as const;

/** The options, checked. */
export interface CheckOptions {
  readonly help: boolean;
  readonly inputs: readonly string[];
  readonly pack: (typeof PACKS)[number];
  readonly config: string | undefined;
  readonly format: Format;
}

const OPTIONS = {
  pack: { type: "string", default: "production" },
  config: { type: "string" },
  format: { type: "string", default: "text" },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** Reads the options; throws an ArgumentError for what it does not know. */
export function parseCheckOptions(parameters: readonly string[]): CheckOptions {
  refuseOptions("check", parameters, OPTIONS);
  const { values, positionals } = parseArgs({ args: [...parameters], options: OPTIONS, allowPositionals: true });
  const pack = PACKS.find((name) => name === values.pack);
  if (pack === undefined) throw notOneOf("--pack", values.pack, PACKS);
  if (!isFormat(values.format)) throw notOneOf("--format", values.format, FORMAT_NAMES);
  if (positionals.length === 0 && !values.help) {
    const remedy = "Name files or folders, or - for the standard input.";
    throw new ArgumentError({ field: "FILE", value: undefined, rule: "is needed", remedy });
  }
  return { help: values.help, inputs: positionals, pack, config: values.config, format: values.format };
}

function notOneOf(field: string, value: string, allowed: readonly string[]): ArgumentError {
  const meant = nearest(value, allowed);
  const remedy = meant === undefined ? "Choose one of them." : `Did you mean ${meant}?`;
  return new ArgumentError({ field, value, rule: `must be one of ${allowed.join(", ")}`, remedy });
}
