/** What the state folder remembers of the cluster it started, so that a later command finds it, and removes all of it. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import * as path from "node:path";
import * as z from "zod";
import type { StateFolder } from "../support/stateFolder.ts";

const Record = z.object({
  kind: z.enum(["kind", "embedded"]),
  /** Index of the embedded cluster's /30 network; kept over a stop, so that its address stays the same. */
  subnet: z.number().int().optional(),
  /** What the embedded cluster has made outside its folder; written before it is made. */
  running: z
    .object({
      link: z.string(),
      cgroups: z.array(z.string()),
      /** Process 1 of the node's namespaces, as this machine numbers it. */
      init: z.number().int().optional(),
      /** Whether the start came to its end. */
      ready: z.boolean().optional(),
    })
    .optional(),
});

export type ClusterRecord = z.infer<typeof Record>;

function recordFile(state: StateFolder): string {
  return state.file("cluster", "cluster.json");
}

/** undefined when the state folder has no cluster. */
export async function readRecord(state: StateFolder): Promise<ClusterRecord | undefined> {
  const text = await readFile(recordFile(state), "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined ? undefined : Record.parse(JSON.parse(text));
}

/** Replaces the record, whole or not at all. */
export async function writeRecord(state: StateFolder, record: ClusterRecord): Promise<void> {
  const file = recordFile(state);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
