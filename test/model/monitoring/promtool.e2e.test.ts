/** The rules before Prometheus' own tool: their form, and each alert on series that make it fire and on series that must not. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { silent } from "../../../local/support/step.ts";
import { promtool } from "../../support/running/prometheusPrograms.ts";
import { ALERT_CASES } from "./alertCases.ts";
import { promtoolFiles } from "./promtoolFiles.ts";

describe("the rules", () => {
  const files = promtoolFiles();
  let folder: string;
  let tool: string;
  beforeAll(async () => {
    tool = await promtool(silent);
    folder = await mkdtemp(path.join(tmpdir(), "promtool-"));
    for (const { name, content } of [...files.rules, ...files.tests]) await writeFile(path.join(folder, name), JSON.stringify(content));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(files.rules.map(({ name }) => name))("%s is one that promtool accepts", async (name) => {
    const { all, exitCode } = await execa(tool, ["check", "rules", "--lint=all", "--lint-fatal", name], {
      cwd: folder,
      all: true,
      reject: false,
    });
    expect(all).toContain("SUCCESS");
    expect(exitCode, all).toBe(0);
  });

  test.each(files.tests.map(({ name }) => name))("%s holds", async (name) => {
    const { all, exitCode } = await execa(tool, ["test", "rules", name], { cwd: folder, all: true, reject: false });
    expect(exitCode, all).toBe(0);
  });

  test("a threshold that is moved makes the same series fail", async () => {
    const moved = files.tests.map(({ content }) => JSON.stringify(content).replaceAll('"8m"', '"4m"')).join("");
    await writeFile(path.join(folder, "moved.test.json"), moved.slice(0, JSON.stringify(files.tests[0]!.content).length));
    const { exitCode, all } = await execa(tool, ["test", "rules", "moved.test.json"], { cwd: folder, all: true, reject: false });
    expect(exitCode).not.toBe(0);
    expect(all).toContain("BeamJobDoesNotRecover");
  });
});

test("every alert has a case in which it fires and one in which it does not", () => {
  const alerts = new Set(ALERT_CASES.map(({ alert }) => alert));
  for (const alert of alerts) {
    const cases = ALERT_CASES.filter((one) => one.alert === alert);
    expect(
      cases.some(({ fires }) => fires !== undefined),
      `${alert} fires`,
    ).toBe(true);
    expect(
      cases.some(({ fires }) => fires === undefined),
      `${alert} does not fire`,
    ).toBe(true);
  }
  const { content } = promtoolFiles().rules[0]!;
  const written = JSON.stringify(content)
    .match(/"alert":"\w+"/g)!
    .map((text) => text.slice('"alert":"'.length, -1));
  expect([...alerts].toSorted()).toEqual(written.toSorted());
});
