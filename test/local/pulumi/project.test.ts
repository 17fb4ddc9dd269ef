import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ensurePassphrase } from "../../../local/pulumi/passphrase.ts";
import { mirrorProject } from "../../../local/pulumi/projectMirror.ts";
import { isNewEnough } from "../../../local/pulumi/pulumiOnPath.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "pulumi-test-"));
});
afterEach(() => rm(dir, { recursive: true }));

describe("the mirror of the project", () => {
  const config = () => path.join(dir, "mirror", "stacks", "Pulumi.dev.yaml");
  const mirror = () => mirrorProject(path.join(dir, "project"), "dev", path.join(dir, "mirror"));

  beforeEach(async () => {
    await mkdir(path.join(dir, "project", "stacks"), { recursive: true });
    await writeFile(path.join(dir, "project", "Pulumi.yaml"), "name: p\nruntime: nodejs\nstackConfigDir: stacks\n");
    await writeFile(path.join(dir, "project", "stacks", "Pulumi.dev.yaml"), "config:\n  p:a: 1\n");
  });

  test("has the project's name and its present config", async () => {
    expect(await mirror()).toEqual({ dir: path.join(dir, "mirror"), projectName: "p" });
    await writeFile(path.join(dir, "project", "stacks", "Pulumi.dev.yaml"), "config:\n  p:a: 2\n");
    await mirror();
    expect(await readFile(config(), "utf8")).toBe("config:\n  p:a: 2\n");
  });

  test("keeps the salt that the engine has added, and the project stays clean", async () => {
    await mirror();
    await writeFile(config(), "encryptionsalt: v1:abc\nconfig:\n  p:a: 1\n");
    await mirror();
    expect(await readFile(config(), "utf8")).toBe("encryptionsalt: v1:abc\nconfig:\n  p:a: 1\n");
    expect(await readFile(path.join(dir, "project", "stacks", "Pulumi.dev.yaml"), "utf8")).not.toContain("encryptionsalt");
  });

  test("takes the salt of the project where that has one", async () => {
    await mirror();
    await writeFile(config(), "encryptionsalt: v1:old\n");
    await writeFile(path.join(dir, "project", "stacks", "Pulumi.dev.yaml"), "encryptionsalt: v1:team\n");
    await mirror();
    expect(await readFile(config(), "utf8")).toBe("encryptionsalt: v1:team\n");
  });

  test("needs a Pulumi.yaml with a name", async () => {
    await expect(mirrorProject(dir, "dev", path.join(dir, "mirror"))).rejects.toThrow("the project folder must hold a Pulumi.yaml");
    await writeFile(path.join(dir, "project", "Pulumi.yaml"), "runtime: nodejs\n");
    await expect(mirror()).rejects.toThrow("has no name");
  });
});

describe("the passphrase", () => {
  test("is made once, long and for its owner alone", async () => {
    const file = path.join(dir, "deep", "passphrase");
    await ensurePassphrase(file, path.join(dir, "state.json"));
    const text = await readFile(file, "utf8");
    expect(text).toMatch(/^[\w-]{43}\n$/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await ensurePassphrase(file, path.join(dir, "state.json"));
    expect(await readFile(file, "utf8")).toBe(text);
  });

  test("is not made anew where a state needs the old one", async () => {
    await writeFile(path.join(dir, "state.json"), "{}");
    await expect(ensurePassphrase(path.join(dir, "passphrase"), path.join(dir, "state.json"))).rejects.toThrow("put the file back");
  });
});

test.each([
  ["v3.259.0", true],
  ["3.255.0", true],
  ["v4.0.1", true],
  ["v3.254.9", false],
  ["v2.300.0", false],
  ["", false],
])("version %o is new enough: %o", (version, expected) => {
  expect(isNewEnough(version)).toBe(expected);
});
