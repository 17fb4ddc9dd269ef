/** What lies beside the compiled provider: the program that the engine looks for, and the schema that it serves. */
import { chmod, copyFile, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { ROOT } from "./folders.ts";

const SOURCE = path.join(ROOT, "provider");
const PROGRAM = "pulumi-resource-beam-flink";

/** Writes them into `folder`, where the library's module of the provider is. */
export async function buildProvider(folder: string): Promise<void> {
  const program = path.join(folder, PROGRAM);
  const text = await readFile(path.join(SOURCE, PROGRAM), "utf8");
  await writeFile(program, text.replace('"./main.ts"', '"./main.js"'));
  await chmod(program, 0o755);
  await copyFile(path.join(SOURCE, "schema.json"), path.join(folder, "schema.json"));
}
