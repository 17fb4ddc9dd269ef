import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFileAtomic, writeFileAtomic } from "../../../local/support/writeFile.ts";

let dir: string;
let file: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "beam-flink-write-"));
  file = path.join(dir, "file");
});
afterEach(() => rm(dir, { recursive: true }));

test("a file is replaced, with its mode, and nothing else is left", async () => {
  await writeFileAtomic(file, "one\n", 0o600);
  await writeFileAtomic(file, "two\n", 0o600);
  expect(await readFile(file, "utf8")).toBe("two\n");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(dir)).toEqual(["file"]);
});

test("a file that is made once keeps the text of the first of two", async () => {
  const made = await Promise.all(["a", "b"].map((text) => createFileAtomic(file, text, 0o600)));
  expect(made.toSorted()).toEqual([false, true]);
  expect(await readFile(file, "utf8")).toBe(made[0] === true ? "a" : "b");
  expect(await readdir(dir)).toEqual(["file"]);
});

test("what cannot be written fails and leaves nothing", async () => {
  await expect(writeFileAtomic(path.join(dir, "no", "file"), "text", 0o600)).rejects.toThrow("ENOENT");
  // A file cannot take the place of a folder.
  await expect(writeFileAtomic(dir, "text", 0o600)).rejects.toThrow(/EISDIR|EEXIST|ENOTEMPTY/);
  expect(await readdir(dir)).toEqual([]);
});
