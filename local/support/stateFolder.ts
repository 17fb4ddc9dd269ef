/**
 * The state folder of one environment: everything that a run leaves behind, and everything that must not
 * clash with another environment on the same machine is derived from its path.
 */
import { createHash } from "node:crypto";
import { homedir } from "node:os";
import * as path from "node:path";
import { givenFolder } from "./givenFolder.ts";

export interface StateFolder {
  readonly environment: string;
  readonly dir: string;
  /** Eight hexadecimal digits of the path's SHA-256; names links, cgroups and containers. */
  readonly id: string;
  /** A path inside the folder. */
  file(...parts: string[]): string;
}

/** `$BEAM_FLINK_STATE/<environment>`, else under `$XDG_STATE_HOME/beam-flink` or `~/.local/state/beam-flink`. */
export function stateFolder(environment: string): StateFolder {
  const { BEAM_FLINK_STATE, XDG_STATE_HOME } = process.env;
  const root = BEAM_FLINK_STATE || path.join(XDG_STATE_HOME || path.join(homedir(), ".local", "state"), "beam-flink");
  const dir = path.join(givenFolder(root), environment);
  const id = createHash("sha256").update(dir).digest("hex").slice(0, 8);
  return { environment, dir, id, file: (...parts) => path.join(dir, ...parts) };
}
