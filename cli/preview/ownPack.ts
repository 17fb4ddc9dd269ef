/** Our own packs by their names. */
import { existsSync } from "node:fs";
import * as path from "node:path";

const NAMES: readonly string[] = ["baseline", "production"];

/** The executable of `baseline` or `production`, seen from the folder of the commands; undefined for any other name. */
export function ownPack(name: string, commands: string): string | undefined {
  if (!NAMES.includes(name)) return undefined;
  // In the package; in the sources.
  const places = [path.join(commands, "..", "packs", name, "pack.cjs"), path.join(commands, "..", "policies", name, "pack.ts")];
  const found = places.find((file) => existsSync(file));
  if (found === undefined) throw new Error(`the pack ${name} is in none of ${places.join(", ")}`);
  return found;
}
