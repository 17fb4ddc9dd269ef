/** The Markdown pages of the repository. */
import { globSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { type Page, readPage } from "./markdown.ts";

/** The repository's folder. */
export const ROOT = path.join(import.meta.dirname, "..", "..");

/** Folders whose pages are others', or made anew. */
const FOREIGN = new Set(["node_modules", "dist", ".git"]);

/** Paths of the pages from the repository's folder. */
export const PAGES: readonly string[] = globSync("**/*.md", { cwd: ROOT, exclude: (file) => FOREIGN.has(path.basename(file)) }).toSorted();

export function pageAt(file: string): Page {
  return readPage(readFileSync(path.join(ROOT, file), "utf8"));
}

/** Every block of one of the languages, with the page and the line it stands at. */
export function blocksOf(...languages: readonly string[]) {
  return PAGES.flatMap((page) =>
    pageAt(page)
      .blocks.filter(({ language }) => languages.includes(language))
      .map((block) => ({ ...block, page, at: `${page}:${block.line}` })),
  );
}
