/** Mistakes in the options of a command, each told by its own name: Node's parser tells them in words of programmers. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { ArgumentError, nearest } from "../model/index.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Throws an ArgumentError for an option that the command has not, one without its value, and a flag with one. */
export function refuseOptions(command: string, parameters: readonly string[], options: Options): void {
  const { tokens } = parseArgs({ args: [...parameters], options, allowPositionals: true, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const { rawName: field, value, inlineValue } = token;
    const type = Object.hasOwn(options, token.name) ? options[token.name]?.type : undefined;
    if (type === undefined) throw unknownOption(command, token.name, field, Object.keys(options));
    if (type === "boolean" && value !== undefined) {
      throw new ArgumentError({ field, value, rule: "takes no value", remedy: `Write ${field} alone.` });
    }
    if (type === "string" && value === undefined)
      throw new ArgumentError({ field, value, rule: "needs a value", remedy: seeHelp(command) });
    // Where the next option was taken for the value.
    if (type === "string" && inlineValue !== true && value?.startsWith("-") === true && value !== "-") {
      throw new ArgumentError({ field, value, rule: "needs a value", remedy: `If that is the value, write ${field}=${value}.` });
    }
  }
}

function unknownOption(command: string, name: string, field: string, known: readonly string[]): ArgumentError {
  const meant = nearest(name, known);
  const remedy = meant === undefined ? seeHelp(command) : `Did you mean --${meant}?`;
  return new ArgumentError({ field: "option", value: field, rule: `is none of the ${command}`, remedy });
}

function seeHelp(command: string): string {
  return `See beam-flink ${command} --help.`;
}
