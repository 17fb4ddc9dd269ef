/** The packages with resources that a program can use: each wants a provider. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { isObject, textAt } from "../provider/values.ts";

export interface ProviderPackage {
  /** As in type tokens: `kubernetes`. */
  readonly name: string;
  /** Of its SDK, so that state and program agree. */
  readonly version: string;
}

/** Those installed for a program in `dir`, each once: in its own node_modules or in one of a folder above. */
export function providerPackages(dir: string): readonly ProviderPackage[] {
  const found = new Map<string, ProviderPackage>();
  for (let folder = dir; ; folder = path.dirname(folder)) {
    for (const manifest of manifestsIn(path.join(folder, "node_modules"))) {
      const one = packageOf(manifest);
      // The nearer one is what the program gets.
      if (one !== undefined && !found.has(one.name)) found.set(one.name, one);
    }
    if (folder === path.dirname(folder)) return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}

/** In a scope, where all of Pulumi's are, and beside it what `pulumi package add` has linked. */
function manifestsIn(modules: string): string[] {
  if (!existsSync(modules)) return [];
  const folders = readdirSync(modules).filter((name) => !name.startsWith("."));
  const nested = folders.flatMap((name) =>
    name.startsWith("@") ? readdirSync(path.join(modules, name)).map((inner) => path.join(name, inner)) : [name],
  );
  return nested.map((name) => path.join(modules, name, "package.json")).filter((file) => existsSync(file));
}

function packageOf(manifest: string): ProviderPackage | undefined {
  const text = readFileSync(manifest, "utf8");
  // Most of many hundreds have no such key, and need not be parsed.
  if (!text.includes('"pulumi"')) return undefined;
  const content: unknown = JSON.parse(text);
  if (!isObject(content)) return undefined;
  const { pulumi } = content;
  if (!isObject(pulumi) || pulumi["resource"] !== true) return undefined;
  const name = textAt(pulumi, "name") ?? path.basename(path.dirname(manifest));
  const version = textAt(pulumi, "version") ?? textAt(content, "version");
  return version === undefined ? undefined : { name, version };
}
