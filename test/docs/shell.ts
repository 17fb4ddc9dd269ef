/** Whether the commands that a page shows exist: scripts, groups, files, and the commands and options of `beam-flink`. */
import { existsSync, globSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { BeamFlinkCommands } from "./beamFlinkCommands.ts";
import { ROOT } from "./pages.ts";

/** Programs of others that pages use; what they are given is theirs. */
const OTHERS = new Set(
  "actionlint aws base64 cat cd code cp curl diff docker echo export gcloud gh git gke-gcloud-auth-plugin grep helm jq mkdir mv oxfmt pip python python3 read rm sed set sort source tr vitest".split(
    " ",
  ),
);

const KUBECTL = new Set(
  "annotate apply auth config create delete describe diff exec explain get kustomize label logs patch port-forward replace rollout top version wait api-resources".split(
    " ",
  ),
);

const PULUMI = new Set(
  "about config destroy import install login logout new package plugin policy preview refresh stack state up".split(" "),
);

const NPM = new Set("ci exec init install pack publish view".split(" "));

/** Scripts of this repository and of its templates, which pages speak of too. */
const SCRIPTS: ReadonlySet<string> = new Set(
  ["package.json", ...globSync("templates/*/package.json", { cwd: ROOT })].flatMap((file) => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, file), "utf8")) as { scripts?: Record<string, string> };
    return Object.keys(scripts ?? {});
  }),
);

/** Why a line of a shell cannot be run as it stands, command by command. */
export function shellFaults(text: string, beamFlink: BeamFlinkCommands): readonly string[] {
  return commandsOf(text).flatMap((words) => {
    const why = commandFault(words, beamFlink);
    return why === undefined ? [] : [`${words.join(" ")}: ${why}`];
  });
}

function commandFault([program = "", ...words]: readonly string[], beamFlink: BeamFlinkCommands): string | undefined {
  const [first = "", second = ""] = words;
  if (program === "npm") return npmFault(words);
  if (program === "npx") return first === "beam-flink" ? beamFlinkFault(words.slice(1), beamFlink) : `npx ${first} is not known here`;
  if (program === "beam-flink") return beamFlinkFault(words, beamFlink);
  if (program === "node") return nodeFault(words, beamFlink);
  if (program === "kubectl")
    return verbFault(
      words.filter((word, at) => !word.startsWith("-") && !/^-[nfc]$/.test(words[at - 1] ?? "")),
      KUBECTL,
    );
  if (program === "pulumi") return verbFault(words, PULUMI) ?? packFault(words);
  if (program === ".") return undefined;
  if (/^(\.\/|node_modules\/)/.test(program))
    return existsSync(path.join(ROOT, program)) || program.startsWith("node_modules/.bin/") ? undefined : `${program} is not there`;
  return OTHERS.has(program) || second === "()" ? undefined : `${program} is not a program that pages use`;
}

function npmFault(words: readonly string[]): string | undefined {
  const [verb = "", ...rest] = words.filter((word) => !word.startsWith("--") || word === "--");
  if (verb === "run") return SCRIPTS.has(rest[0] ?? "") ? undefined : `there is no script ${rest[0] ?? ""}`;
  if (verb === "start" || verb === "test") return SCRIPTS.has(verb) ? undefined : `there is no script ${verb}`;
  return NPM.has(verb) ? undefined : `npm ${verb} is not known here`;
}

function nodeFault([file = "", ...words]: readonly string[], beamFlink: BeamFlinkCommands): string | undefined {
  if (file.startsWith("-")) return undefined;
  if (!existsSync(path.join(ROOT, file)) && !file.startsWith("dist/")) return `${file} is not there`;
  return /^(cli\/main\.ts|policies\/cli\.ts)$/.test(file) ? beamFlinkFault(words, beamFlink) : undefined;
}

function beamFlinkFault([command = "", ...words]: readonly string[], beamFlink: BeamFlinkCommands): string | undefined {
  if (command === "--help" || command === "COMMAND") return undefined;
  const options = beamFlink.get(command);
  if (options === undefined) return `beam-flink has no command ${command}`;
  const unknown = words
    .map((word) => word.replace(/[=\]].*$/, "").replace(/^\[/, ""))
    .find((word) => word.startsWith("--") && !options.has(word));
  return unknown === undefined ? undefined : `beam-flink ${command} has no option ${unknown}`;
}

function verbFault([verb = ""]: readonly string[], known: ReadonlySet<string>): string | undefined {
  return known.has(verb) || verb.startsWith("--") ? undefined : `${verb} is not a command of it`;
}

/** A policy pack that is named by a path of this repository is there. */
function packFault(words: readonly string[]): string | undefined {
  const pack = words[words.indexOf("--policy-pack") + 1];
  if (!words.includes("--policy-pack") || pack === undefined || !pack.startsWith("policies")) return undefined;
  return existsSync(path.join(ROOT, pack)) ? undefined : `${pack} is not there`;
}

const QUOTED = /"(?:[^"\\]|\\.)*"|'[^']*'/g;

/** The words of each command, without comments, variables that are set before it, redirections and what is in quotes. */
function commandsOf(text: string): readonly (readonly string[])[] {
  return text
    .replaceAll(/\\\n/g, " ")
    .replaceAll(QUOTED, (quoted) => (/^["'][\w./@:=-]+["']$/.test(quoted) ? quoted.slice(1, -1) : "QUOTED"))
    .split("\n")
    .flatMap((line) => line.replace(/(^|\s)#.*$/, "").split(/\|\|?|&&|;/))
    .map((command) => command.trim().split(/\s+/))
    .map((words) => words.slice(words.findIndex((word) => !/^[A-Z_]+=/.test(word) && word !== "$")))
    .filter(([program = ""]) => program !== "" && !/^[A-Z_]+=/.test(program));
}
