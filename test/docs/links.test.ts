import { existsSync, statSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { readPage } from "./markdown.ts";
import { PAGES, pageAt, ROOT } from "./pages.ts";

/** Why a link of a page leads nowhere; undefined where it leads somewhere. */
function fault(page: string, target: string): string | undefined {
  if (/^[a-z][a-z\d+.-]*:/i.test(target)) return externalFault(target);
  const [file = "", anchor] = target.split("#");
  const absolute = file === "" ? path.join(ROOT, page) : path.resolve(ROOT, path.dirname(page), decodeURIComponent(file));
  if (!absolute.startsWith(ROOT)) return "leads out of the repository";
  if (!existsSync(absolute)) return "is not there";
  const home = /^templates\/[^/]+\//.exec(page)?.[0];
  if (home !== undefined && !absolute.startsWith(path.join(ROOT, home))) return "leads out of the template, which people copy";
  if (anchor === undefined) return undefined;
  if (!absolute.endsWith(".md") || statSync(absolute).isDirectory()) return "has an anchor, and the file has none";
  return pageAt(path.relative(ROOT, absolute)).anchors.has(anchor) ? undefined : `has no heading for #${anchor}`;
}

function externalFault(target: string): string | undefined {
  if (!URL.canParse(target)) return "is no address";
  const { protocol, hostname } = new URL(target);
  if (protocol === "mailto:" || hostname === "localhost") return undefined;
  return protocol === "https:" ? undefined : "is not https";
}

describe("links", () => {
  test.each(PAGES)("of %s lead somewhere", (page) => {
    const faults = pageAt(page).links.flatMap(({ target, line }) => {
      const why = fault(page, target);
      return why === undefined ? [] : [`${page}:${line}: ${target} ${why}`];
    });
    expect(faults).toEqual([]);
  });

  test("that lead nowhere are found", () => {
    expect(fault("README.md", "docs/nothing.md")).toBe("is not there");
    expect(fault("README.md", "docs/policies.md#nothing")).toBe("has no heading for #nothing");
    expect(fault("docs/policies.md", "../../elsewhere.md")).toBe("leads out of the repository");
    expect(fault("templates/beam-job/README.md", "../../README.md")).toMatch(/out of the template/);
    expect(fault("README.md", "http://example.com/")).toBe("is not https");
    expect(fault("README.md", "https://")).toBe("is no address");
  });
});

test("every page of docs/ is found from the index or the README", () => {
  const found = new Set(["README.md", "docs/README.md"]);
  for (const page of found) {
    for (const { target } of pageAt(page).links) {
      const file = path.join(path.dirname(page), target.split("#")[0]!);
      if (PAGES.includes(file)) found.add(file);
    }
  }
  expect(PAGES.filter((page) => page.startsWith("docs/") && !found.has(page))).toEqual([]);
});

test("a page is read as GitHub reads it", () => {
  const page = readPage(
    '# The `job`: a *life*\n## Same\n## Same\n[a](b.md "title") ![c](d.svg), `[no](link)`\n\n<!-- given: declare const x: 1; -->\n```ts\n[no](block)\n```\n[r]: e.md\n<a id="here" href="f.md">',
  );
  expect([...page.anchors]).toEqual(["the-job-a-life", "same", "same-1", "here"]);
  expect(page.links.map(({ target }) => target)).toEqual(["b.md", "d.svg", "e.md", "f.md"]);
  expect(page.blocks).toEqual([{ language: "ts", text: "[no](block)", line: 8, given: "declare const x: 1;", included: false }]);
  expect(page.spans.map(({ text }) => text)).toEqual(["job", "[no](link)"]);
});
