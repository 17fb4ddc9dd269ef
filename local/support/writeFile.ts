/** Writes files whole or not at all: a command that is killed leaves what was there before, never half a file. */
import { randomBytes } from "node:crypto";
import { link, open, rename, rm } from "node:fs/promises";

/** Replaces `file`, or makes it. */
export async function writeFileAtomic(file: string, text: string, mode: number): Promise<void> {
  await throughTemporary(file, text, mode, (temporary) => rename(temporary, file));
}

/** Makes `file`; false, and nothing is changed, where it is there already: of two commands at once, the first one's text stays. */
export async function createFileAtomic(file: string, text: string, mode: number): Promise<boolean> {
  let made = true;
  await throughTemporary(file, text, mode, async (temporary) => {
    try {
      await link(temporary, file);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      made = false;
    }
  });
  return made;
}

async function throughTemporary(file: string, text: string, mode: number, publish: (temporary: string) => Promise<void>): Promise<void> {
  // Beside the file: only within one file system is a rename one step.
  const temporary = `${file}.${randomBytes(4).toString("hex")}.new`;
  try {
    const handle = await open(temporary, "wx", mode);
    try {
      await handle.writeFile(text);
      // Without this a power failure could leave the new name with none of the text.
      await handle.sync();
    } finally {
      await handle.close();
    }
    await publish(temporary);
  } finally {
    await rm(temporary, { force: true });
  }
}
