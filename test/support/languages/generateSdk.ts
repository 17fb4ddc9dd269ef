/** SDKs of other languages, by Pulumi's own generators: `pulumi package gen-sdk` would ask a language's host for the same. */
import * as path from "node:path";
import { run } from "../../../local/support/run.ts";
import { silent } from "../../../local/support/step.ts";
import { goBinary } from "../../../local/toolchain/goBinary.ts";

export const SCHEMA_FILE = path.join(import.meta.dirname, "..", "..", "..", "provider", "schema.json");

/** Writes the SDK to `folder`. Refuses a schema with the words of Pulumi's own checks. */
export async function generateSdk(language: "python" | "nodejs" | "go", folder: string): Promise<void> {
  const generator = await goBinary({ name: "generateSdk", modules: path.join(import.meta.dirname, "..", "go") }, silent);
  await run(generator, [language, SCHEMA_FILE, folder], silent);
}
