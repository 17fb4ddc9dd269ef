/** Pulumi's Python SDK and the package's own, generated from the schema, as a folder for PYTHONPATH. */
import * as path from "node:path";
import { cached } from "../../../local/support/cache.ts";
import { run } from "../../../local/support/run.ts";
import { silent } from "../../../local/support/step.ts";
import { generateSdk, SCHEMA_FILE } from "./generateSdk.ts";

const REQUIREMENTS = path.join(import.meta.dirname, "..", "python", "requirements.txt");

/** Folders for PYTHONPATH. Installing what the index serves takes half a minute, once. */
export async function pythonPath(): Promise<string> {
  const python = await run("python3", ["--version"], silent);
  const libraries = await cached("python", { files: [REQUIREMENTS], values: [python] }, silent, (dir) =>
    pip(["install", "--target", dir, "--requirement", REQUIREMENTS]),
  );
  const sdk = await cached("python", { files: [REQUIREMENTS, SCHEMA_FILE], values: [python, "sdk"] }, silent, async (dir) => {
    const source = path.join(dir, "source");
    await generateSdk("python", source);
    await pip(["install", "--target", dir, "--no-deps", source]);
  });
  return [sdk, libraries].join(path.delimiter);
}

async function pip(args: readonly string[]): Promise<void> {
  await run("python3", ["-m", "pip", "--disable-pip-version-check", "--quiet", ...args], silent, { timeout: 600_000 });
}
