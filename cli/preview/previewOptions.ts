/** What the command line of the offline preview says. */
import { existsSync } from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { readOutputs, type StackOutputs } from "../../local/offline/stackOutputs.ts";
import type { PreviewPack } from "../../local/offline/stackRun.ts";
import { ArgumentError } from "../../model/index.ts";
import { refuseOptions } from "../../policies/refuseOptions.ts";

/** Help of the command. */
export const PREVIEW_USAGE = `beam-flink preview --offline [options]

Previews stacks of a Pulumi project on Node.js without clouds, clusters, provider plugins and backend: the program, the Pulumi engine and
the policy packs are the real ones, and stand-ins serve every provider. All resources show as created, secrets of the config are replaced,
and what the stacks read of other stacks of the project is made up.

  --project DIR                   folder of Pulumi.yaml (default: the current one)
  --stack NAME|all                stack to preview; may be given several times (default: the only one that has a config file)
  --policy-pack PACK              baseline, production, or the executable file or folder of a pack; may be given several times
  --policy-pack-config FILE       config of the pack before it
  --reference PROJECT/STACK=FILE  outputs of a stack of another project, as "pulumi stack output --json" prints them
  --json                          what is planned as "pulumi preview --json" prints it, for beam-flink check, plan, budget and comment
  --output DIR                    writes that to DIR/STACK.json, beside the text on the standard output
  --help                          this text

Exit code: 0 every preview succeeded, 1 one failed or violates a mandatory rule, 2 the project or an option cannot be read.
`;

export interface PreviewOptions {
  readonly help: boolean;
  readonly project: string;
  /** Empty: the only one there is. */
  readonly stacks: readonly string[];
  readonly packs: readonly PreviewPack[];
  /** By `project/stack`. */
  readonly references: ReadonlyMap<string, StackOutputs>;
  readonly json: boolean;
  readonly output: string | undefined;
}

const OPTIONS = {
  offline: { type: "boolean", default: false },
  project: { type: "string", default: "." },
  stack: { type: "string", multiple: true },
  "policy-pack": { type: "string", multiple: true },
  "policy-pack-config": { type: "string", multiple: true },
  reference: { type: "string", multiple: true },
  json: { type: "boolean", default: false },
  output: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** Finds the file of a pack that has a name. */
export type NamedPack = (name: string) => string | undefined;

/** Reads the options; throws an ArgumentError for what it does not know. */
export function parsePreviewOptions(parameters: readonly string[], namedPack: NamedPack): PreviewOptions {
  refuseOptions("preview", parameters, OPTIONS);
  const { values, positionals } = parseArgs({ args: [...parameters], options: OPTIONS, allowPositionals: true });
  const [unexpected] = positionals;
  if (unexpected !== undefined) {
    const remedy = `Name a stack with --stack ${unexpected}, a folder with --project ${unexpected}.`;
    throw new ArgumentError({ field: "argument", value: unexpected, rule: "is not an option", remedy });
  }
  if (!values.offline && !values.help) {
    const remedy = 'Write --offline; "pulumi preview" compares with the clouds.';
    throw new ArgumentError({ field: "--offline", value: undefined, rule: "is needed: this command knows no other preview", remedy });
  }
  const { help, project, stack: stacks = [], json, output } = values;
  const references = new Map(values.reference?.map(referenceOf));
  const packs = packsOf(namedPack, values["policy-pack"], values["policy-pack-config"]);
  return { help, project, stacks, packs, references, json, output };
}

/** As the Pulumi CLI pairs them: by their order, and as many of one as of the other where there are any. */
function packsOf(namedPack: NamedPack, packs: readonly string[] = [], configs: readonly string[] = []): PreviewPack[] {
  if (configs.length > 0 && configs.length !== packs.length) {
    throw new ArgumentError({
      field: "--policy-pack-config",
      value: configs.length,
      rule: `must be given once for each --policy-pack, of which there are ${packs.length}`,
      remedy: "Give a file for each pack, one that holds {} where there is nothing to say.",
    });
  }
  const present = (field: string, file: string): string => {
    if (existsSync(file)) return path.resolve(file);
    throw new ArgumentError({ field, value: file, rule: "must be there", remedy: "Correct the path." });
  };
  return packs.map((pack, index) => {
    const config = configs[index];
    const file = namedPack(pack) ?? present("--policy-pack", pack);
    return config === undefined ? { file } : { file, config: present("--policy-pack-config", config) };
  });
}

function referenceOf(given: string): [string, StackOutputs] {
  const [, name, file] = /^(?:[^/=]+\/)?([^/=]+\/[^/=]+)=(.+)$/.exec(given) ?? [];
  if (name === undefined || file === undefined) {
    const remedy = 'Write it as "network/prod=outputs.json".';
    throw new ArgumentError({ field: "--reference", value: given, rule: "must be PROJECT/STACK=FILE", remedy });
  }
  return [name, readOutputs(file)];
}
