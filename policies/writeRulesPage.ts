/** Writes `docs/RULES.md`. */
import { mkdir, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { renderRulesPage } from "./rulesPage.ts";

const page = path.join(import.meta.dirname, "..", "docs", "RULES.md");
await mkdir(path.dirname(page), { recursive: true });
await writeFile(page, renderRulesPage());
