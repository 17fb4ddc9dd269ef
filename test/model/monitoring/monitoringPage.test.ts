import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { PAGES } from "../../../model/monitoring/index.ts";
import type { RecordedRun } from "../../support/running/prometheusPanels.ts";
import { plots, withTables } from "./monitoringPage.ts";

const DOCS = path.join(import.meta.dirname, "..", "..", "..", "docs");
const PAGE = path.join(DOCS, "monitoring.md");
const WRITE = process.env["BEAM_FLINK_WRITE_DOCS"] === "true";

const RECORDED = path.join(import.meta.dirname, "recorded.json");
/** Left by `test/running/monitoring.test.ts` where BEAM_FLINK_WRITE_DOCS is true. */
const run = existsSync(RECORDED) ? (JSON.parse(readFileSync(RECORDED, "utf8")) as RecordedRun) : undefined;

test("docs/monitoring.md is in step with the rules: BEAM_FLINK_WRITE_DOCS=true rewrites it", () => {
  const current = withTables(readFileSync(PAGE, "utf8"), run);
  if (WRITE) writeFileSync(PAGE, current);
  expect(readFileSync(PAGE, "utf8")).toBe(current);
  expect(current.match(/<!-- table: /g)).toHaveLength(run === undefined ? 3 : 4);
});

test("its plots are those of the recorded run, and no others", async () => {
  const made = await plots(run);
  for (const [name, svg] of made) {
    const file = path.join(DOCS, "images", name);
    if (WRITE) writeFileSync(file, svg);
    expect(readFileSync(file, "utf8"), name).toBe(svg);
  }
  const images = readdirSync(path.join(DOCS, "images")).filter((file) => file.startsWith("monitoring-"));
  expect(images.toSorted()).toEqual([...made.keys()].toSorted());
});

/** The index, and what a person sees who deletes: no alert is needed. */
const WITHOUT_ALERT = ["README", "delete-hangs"];

test("every alert's runbook is a page, and every page but these is an alert's", () => {
  const pages = readdirSync(path.join(DOCS, "runbooks")).map((file) => file.replace(/\.md$/, ""));
  expect(pages.toSorted()).toEqual([...PAGES, ...WITHOUT_ALERT].toSorted());
});

test("the runbooks link pages that are there", () => {
  for (const page of PAGES) {
    const folder = path.join(DOCS, "runbooks");
    const links = [...readFileSync(path.join(folder, `${page}.md`), "utf8").matchAll(/\]\(([^)#]+\.md)/g)].map(([, link = ""]) => link);
    expect(
      links.filter((link) => !existsSync(path.join(folder, link))),
      page,
    ).toEqual([]);
  }
});
