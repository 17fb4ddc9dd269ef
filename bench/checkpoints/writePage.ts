/** Writes the measured part of `docs/benchmarks.md` and its plots from the stored run: `node bench/checkpoints/writePage.ts`. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { PLOTS, withResults } from "./page.ts";
import { readResults, STORED } from "./results.ts";

const DOCS = path.join(import.meta.dirname, "..", "..", "docs");
const PAGE = path.join(DOCS, "benchmarks.md");

const results = await readResults(STORED);
await writeFile(PAGE, withResults(await readFile(PAGE, "utf8"), results));
await mkdir(path.join(DOCS, "images"), { recursive: true });
for (const [name, plot] of Object.entries(PLOTS)) await writeFile(path.join(DOCS, "images", name), await plot.svg(results));
