import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { cached, cacheFolder, cacheRoot, keyOf, purgeCache } from "../../../local/support/cache.ts";
import { UserError } from "../../../local/support/errors.ts";
import { silent } from "../../../local/support/step.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "beam-flink-cache-"));
  process.env["BEAM_FLINK_CACHE"] = root;
});
afterEach(() => {
  delete process.env["BEAM_FLINK_CACHE"];
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

const write = (text: string) => (dir: string) => writeFile(path.join(dir, "made"), text);
const fail = (failure: Error) => () => Promise.reject(failure);
const made = (entry: string) => readFileSync(path.join(entry, "made"), "utf8");

describe("the cache", () => {
  test("makes an entry once for a key, and another for another", async () => {
    const first = await cached("go", { values: ["1"] }, silent, write("first"));
    const again = await cached("go", { values: ["1"] }, silent, fail(new Error("built twice")));
    const other = await cached("go", { values: ["2"] }, silent, write("other"));
    expect(again).toBe(first);
    expect([made(first), made(other)]).toEqual(["first", "other"]);
  });

  test("makes an entry once when two ask for it at the same time", async () => {
    let builds = 0;
    const build = async (dir: string) => {
      builds++;
      await new Promise((resolve) => setTimeout(resolve, 50));
      await write("made")(dir);
    };
    const entries = await Promise.all([1, 2].map(() => cached("go", { values: ["1"] }, silent, build)));
    expect(entries[0]).toBe(entries[1]);
    expect(builds).toBe(1);
  });

  test("leaves nothing of a build that fails, and makes it the next time", async () => {
    await expect(cached("go", { values: ["1"] }, silent, fail(new Error("broken")))).rejects.toThrow("broken");
    expect(readdirSync(path.join(root, "go"))).toEqual([]);
    expect(made(await cached("go", { values: ["1"] }, silent, write("good")))).toBe("good");
  });

  test("says that the disk is full, where, and what to do", async () => {
    const full = Object.assign(new Error("write failed"), { code: "ENOSPC" });
    const result = cached("go", { values: ["1"] }, silent, fail(full));
    await expect(result).rejects.toThrow(UserError);
    await expect(result).rejects.toThrow(
      `the disk is full: ${root}/go cannot take what is being built. Free some space, or set BEAM_FLINK_CACHE`,
    );
  });

  test("removes what nobody has used for two weeks, and keeps the rest", async () => {
    const old = await cached("go", { values: ["old"] }, silent, write("old"));
    const used = await cached("go", { values: ["used"] }, silent, write("used"));
    const longAgo = new Date(Date.now() - 15 * 24 * 3_600_000);
    for (const entry of [old, used]) utimesSync(entry, longAgo, longAgo);
    await cached("go", { values: ["used"] }, silent, fail(new Error("is there")));
    const fresh = await cached("go", { values: ["new"] }, silent, write("new"));
    expect(readdirSync(path.join(root, "go")).toSorted()).toEqual([used, fresh].map((entry) => path.basename(entry)).toSorted());
  });

  test("removes no old files that others have in it", async () => {
    const foreign = path.join(root, "go", "pkg");
    mkdirSync(foreign, { recursive: true });
    const longAgo = new Date(Date.now() - 15 * 24 * 3_600_000);
    utimesSync(foreign, longAgo, longAgo);
    await cached("go", { values: ["new"] }, silent, write("new"));
    expect(existsSync(foreign)).toBe(true);
  });

  test("is purged with all that it holds", async () => {
    for (const kind of ["crds", "go", "images", "java", "java-runtime", "pulumi", "python"] as const)
      await cached(kind, { values: ["1"] }, silent, write("made"));
    for (const file of ["pulumi-home/plugins/plugin", "refused/pulumi-3.1.0.txt", "go/making-aB3xY_/half", "go/0123456789abcdef.lock/x"]) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), "");
    }
    mkdirSync(cacheFolder("network.lock"));
    expect(await purgeCache()).toBe(root);
    expect(existsSync(root)).toBe(false);
    expect(await purgeCache()).toBe(root);
  });

  test("a purge leaves what others have in the same folder", async () => {
    await cached("go", { values: ["1"] }, silent, write("made"));
    await cached("images", { values: ["1"] }, silent, write("made"));
    for (const file of ["notes.txt", "go/pkg/mod/theirs", "refused/list.csv", "java/jdk"]) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), "theirs");
    }
    await purgeCache();
    expect(readdirSync(root, { recursive: true }).toSorted()).toEqual(
      ["go", "go/pkg", "go/pkg/mod", "go/pkg/mod/theirs", "java", "java/jdk", "notes.txt", "refused", "refused/list.csv"].toSorted(),
    );
  });

  test("keys follow the content of files and the limits between values", async () => {
    const file = path.join(root, "source");
    await mkdir(root, { recursive: true });
    writeFileSync(file, "one");
    const one = await keyOf({ files: [file] });
    writeFileSync(file, "two");
    expect(await keyOf({ files: [file] })).not.toBe(one);
    expect(await keyOf({ values: ["ab", "c"] })).not.toBe(await keyOf({ values: ["a", "bc"] }));
  });

  test("lies where the environment says", () => {
    expect(cacheRoot()).toBe(root);
    delete process.env["BEAM_FLINK_CACHE"];
    expect(cacheRoot()).toMatch(/beam-flink$/);
  });

  test("lies, by a relative path, below where the person called npm", () => {
    vi.stubEnv("INIT_CWD", "/home/me");
    vi.stubEnv("BEAM_FLINK_CACHE", "my/cache");
    expect(cacheRoot()).toBe("/home/me/my/cache");
    vi.stubEnv("BEAM_FLINK_CACHE", "");
    vi.stubEnv("XDG_CACHE_HOME", "xdg");
    expect(cacheRoot()).toBe("/home/me/xdg/beam-flink");
  });
});
