import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { unlessRefused } from "../../../local/pulumi/refusals.ts";
import { UserError } from "../../../local/support/errors.ts";
import { run } from "../../../local/support/run.ts";
import { silent } from "../../../local/support/step.ts";

let dir: string;
let file: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "beam-flink-refusals-"));
  file = path.join(dir, "refused", "thing.txt");
  vi.stubEnv("BEAM_FLINK_CACHE", dir);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true });
});

test("what is refused is not tried again for a day, and then it is", async () => {
  let tries = 0;
  const attempt = () => unlessRefused("thing", silent, () => Promise.reject(new Error(`no such host ${++tries}`)));
  expect(await attempt()).toBeUndefined();
  expect(await attempt()).toBeUndefined();
  expect(tries).toBe(1);
  expect(await readFile(file, "utf8")).toContain("no such host 1");
  await writeFile(file, `${new Date(Date.now() - 25 * 3600 * 1000).toISOString()}\nold\n`);
  await attempt();
  expect(tries).toBe(2);
});

test("a refusal is forgotten once the thing is had", async () => {
  await mkdir(path.dirname(file));
  await writeFile(file, "not a time\n");
  expect(await unlessRefused("thing", silent, async () => "had")).toBe("had");
  expect(existsSync(file)).toBe(false);
});

test("an installer that ends with an error is a refusal", async () => {
  const attempt = unlessRefused("thing", silent, () => run("sh", ["-c", "echo 'could not resolve host' >&2; exit 1"], silent));
  expect(await attempt).toBeUndefined();
  expect(await readFile(file, "utf8")).toContain("could not resolve host");
});

test("an interrupted try is no refusal", async () => {
  const controller = new AbortController();
  const step = { report: () => {}, signal: controller.signal };
  const attempt = unlessRefused("thing", step, () => {
    const running = run("sleep", ["60"], step);
    controller.abort(new UserError("interrupted"));
    return running;
  });
  await expect(attempt).rejects.toThrow("interrupted");
  expect(existsSync(file)).toBe(false);
});

test.each([
  ["a message for the person", () => Promise.reject(new UserError("the JDK is too old")), "the JDK is too old"],
  [
    "a full disk of an installer",
    () => run("sh", ["-c", "echo 'write plugin.tar.gz: no space left on device' >&2; exit 1"], silent),
    "the disk is full",
  ],
  ["a full disk of ours", () => Promise.reject(Object.assign(new Error("write failed"), { code: "ENOSPC" })), "the disk is full"],
])("%s is no refusal", async (_name, attempt, message) => {
  const result = unlessRefused<unknown>("thing", silent, attempt);
  await expect(result).rejects.toThrow(UserError);
  await expect(result).rejects.toThrow(message);
  expect(existsSync(file)).toBe(false);
});
