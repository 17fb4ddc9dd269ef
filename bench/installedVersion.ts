/** Version of an npm package as it is installed here. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { ROOT } from "../build/folders.ts";

export function installedVersion(name: string): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(ROOT, "node_modules", name, "package.json"), "utf8"));
  return z.looseObject({ version: z.string() }).parse(manifest).version;
}
