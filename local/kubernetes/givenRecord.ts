/**
 * What the state folder remembers of the cluster that the person gave: which one it is, and the images loaded into it, since its
 * nodes cannot be asked.
 */
import { mkdir, readFile } from "node:fs/promises";
import * as z from "zod";
import type { StateFolder } from "../support/stateFolder.ts";
import { writeFileAtomic } from "../support/writeFile.ts";

const Given = z.object({
  kubeconfig: z.string(),
  /** Uid of the namespace kube-system: another cluster has another, whatever its address. */
  cluster: z.string(),
  /** The command that loaded the images. Another one may load them elsewhere. */
  imageLoader: z.string().optional(),
  /** Digest of each loaded image's configuration, by name. */
  images: z.record(z.string(), z.string()),
});

export type GivenRecord = z.infer<typeof Given>;

const recordFile = (state: StateFolder) => state.file("cluster", "given.json");

/** undefined when the environment has not been on a given cluster. */
export async function readGiven(state: StateFolder): Promise<GivenRecord | undefined> {
  const text = await readFile(recordFile(state), "utf8").catch(() => undefined);
  return text === undefined ? undefined : Given.parse(JSON.parse(text));
}

export async function writeGiven(state: StateFolder, record: GivenRecord): Promise<void> {
  await mkdir(state.file("cluster"), { recursive: true, mode: 0o700 });
  await writeFileAtomic(recordFile(state), `${JSON.stringify(record, undefined, 2)}\n`, 0o600);
}
