import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { withParts } from "../../build/docs/generatedParts.ts";
import { PAGES, ROOT } from "./pages.ts";

const MARK = "<!-- end of file -->";
const including = PAGES.filter((page) => readFileSync(path.join(ROOT, page), "utf8").includes(MARK));

/** Languages whose name is not their files' extension. */
const LANGUAGES: Readonly<Record<string, string>> = { py: "python" };

/** The file as a block of its language. */
function included(file: string): string {
  const text = readFileSync(path.join(ROOT, file), "utf8").trimEnd();
  const extension = path.extname(file).slice(1);
  return `\`\`\`${LANGUAGES[extension] ?? extension}\n${text}\n\`\`\``;
}

test.each(including)("%s shows the files as they are: BEAM_FLINK_WRITE_DOCS=true rewrites it", async (page) => {
  const file = path.join(ROOT, page);
  const current = await withParts(readFileSync(file, "utf8"), { file: included });
  if (process.env["BEAM_FLINK_WRITE_DOCS"] === "true") writeFileSync(file, current);
  expect(readFileSync(file, "utf8")).toBe(current);
});
