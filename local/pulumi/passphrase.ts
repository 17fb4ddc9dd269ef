/** The passphrase that encrypts the secrets in an environment's state. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import * as path from "node:path";
import { UserError } from "../support/errors.ts";
import { createFileAtomic } from "../support/writeFile.ts";

/** 256 bits, as many as the key that is derived from it. */
const BYTES = 32;

/** Makes the file, for its owner alone, where it is missing and no state needs the old one. */
export async function ensurePassphrase(file: string, stateFile: string): Promise<void> {
  if (existsSync(file)) return;
  if (existsSync(stateFile)) {
    throw new UserError(
      `${file} is missing, and without it the secrets in ${stateFile} cannot be read: put the file back, or remove the environment's state and start anew.`,
    );
  }
  await mkdir(path.dirname(file), { recursive: true });
  await createFileAtomic(file, `${randomBytes(BYTES).toString("base64url")}\n`, 0o600);
}
