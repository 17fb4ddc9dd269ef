/** The licences of what others wrote and the bundles contain: they ask to be told wherever their code is. */
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { Metafile } from "esbuild";
import { z } from "zod";
import { ROOT } from "./folders.ts";

const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const LICENCE = /^(?:licen[cs]e|notice)(?:[.-].*)?$/i;
const MANIFEST = z.looseObject({ name: z.string(), version: z.string(), license: z.string() });

/** Collects packages from what bundles were made of. */
export class ThirdParty {
  readonly #folders = new Set<string>();

  add({ inputs }: Metafile): void {
    for (const input of Object.keys(inputs)) {
      const [, folder] = PACKAGE.exec(input) ?? [];
      if (folder !== undefined) this.#folders.add(path.resolve(folder));
    }
  }

  /** All licences as one text. */
  text(): string {
    const parts = [...this.#folders].toSorted().map((folder) => {
      const { name, version, license } = MANIFEST.parse(JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")));
      const texts = readdirSync(folder)
        .filter((file) => LICENCE.test(file))
        .map((file) => readFileSync(path.join(folder, file), "utf8").trim());
      return [`${name} ${version} (${license})`, ...texts].join("\n\n");
    });
    const own = readFileSync(path.join(ROOT, "LICENSE"), "utf8").trim();
    // Many of them have the licence of this package, word for word.
    const shortened = parts.map((part) => part.replace(own, "The text of the licence is in LICENSE."));
    return `${["Parts of dist/packs and dist/beam-flink.mjs are the work of others.", ...shortened].join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
  }
}
