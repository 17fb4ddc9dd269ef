/** The commands of `beam-flink` and their options, as its own help tells them. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import * as path from "node:path";
import { ROOT } from "./pages.ts";

/** The options of each command. */
export type BeamFlinkCommands = ReadonlyMap<string, ReadonlySet<string>>;

const MAIN = ["cli/main.ts", "policies/cli.ts"].find((file) => existsSync(path.join(ROOT, file)))!;

export function beamFlinkCommands(): BeamFlinkCommands {
  const names = [...help().matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name!);
  return new Map(names.map((name) => [name, new Set([...help(name).matchAll(/--[a-z][a-z-]*/g)].map(([option]) => option))]));
}

function help(...command: readonly string[]): string {
  return execFileSync(process.execPath, [path.join(ROOT, MAIN), ...command, "--help"], { encoding: "utf8" });
}
