/** The bootstrap in a project of its own, with stand-ins for npm and for the command that it hands over to. */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

let dir: string;
let calls: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "beam-flink-bootstrap-"));
  calls = path.join(dir, "bin", "calls");
  for (const folder of ["local", "bin"]) await mkdir(path.join(dir, folder));
  for (const file of ["bootstrap.mjs", "installedPackages.mjs"]) {
    await copyFile(path.join(import.meta.dirname, "..", "..", "..", "local", file), path.join(dir, "local", file));
  }
  await writeFile(path.join(dir, "package-lock.json"), "{}");
  await writeFile(path.join(dir, "local", "main.ts"), 'console.log("ran", ...process.argv.slice(2));\n');
});
afterEach(() => rm(dir, { recursive: true }));

/** Notes each call; `before` runs first. Installs a Node, as the packages of the project do. */
async function standInNpm(before = ""): Promise<void> {
  const script = `#!/bin/sh
echo "$*" >>'${calls}'
echo "npm says something"
${before}
mkdir -p node_modules/.bin
ln -sf '${process.execPath}' node_modules/.bin/node
`;
  await writeFile(path.join(dir, "bin", "npm"), script, { mode: 0o755 });
}

function bootstrap(...args: string[]) {
  const env = { PATH: `${path.join(dir, "bin")}${path.delimiter}${process.env["PATH"] ?? ""}` };
  return execa(process.execPath, [path.join(dir, "local", "bootstrap.mjs"), ...args], { cwd: dir, env, reject: false });
}

const installs = async () => (await readFile(calls, "utf8").catch(() => "")).split("\n").length - 1;
const locks = async () => (await readdir(dir)).filter((name) => name.startsWith("node_modules."));

test("the packages are installed once, and npm's words stay out of the command's output", async () => {
  await standInNpm();
  const first = await bootstrap("status", "--json");
  expect(first).toMatchObject({ stdout: "ran status --json", exitCode: 0 });
  expect(first.stderr).toContain("npm says something");
  expect((await bootstrap("up")).stdout).toBe("ran up");
  expect(await installs()).toBe(1);
  await writeFile(path.join(dir, "package-lock.json"), '{"changed":1}');
  await bootstrap("up");
  expect(await installs()).toBe(2);
  expect(await locks()).toEqual([]);
});

test("of two commands at once in a fresh clone, one installs and the other waits", async () => {
  // Ends when the other one has said that it waits.
  await standInNpm(`until [ -e waits ]; do sleep 0.05; done`);
  const commands = ["a", "b"].map((name) => bootstrap(name));
  for (const command of commands) {
    command.stderr?.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes("waiting for process")) void writeFile(path.join(dir, "waits"), "");
    });
  }
  const results = await Promise.all(commands);
  expect(results.map(({ stdout }) => stdout)).toEqual(["ran a", "ran b"]);
  expect(results.filter(({ stderr }) => stderr.includes("which installs the npm packages"))).toHaveLength(1);
  expect(await installs()).toBe(1);
  expect(await locks()).toEqual([]);
});

test("what a killed installation left is taken over", async () => {
  await standInNpm();
  const left = path.join(dir, "node_modules.installing");
  await mkdir(left);
  await writeFile(path.join(left, "pid"), String(2 ** 30)); // above the largest process id of Linux, 2^22
  expect((await bootstrap("up")).stdout).toBe("ran up");
  expect(await installs()).toBe(1);
  expect(await locks()).toEqual([]);
});

test("an installation that fails ends the command, and the next one tries again", async () => {
  await standInNpm("exit 7");
  const failed = await bootstrap("up");
  expect(failed).toMatchObject({ stdout: "", exitCode: 7 });
  expect(failed.stderr).toContain("npm ci failed; see its message above, then run the command again");
  expect(await locks()).toEqual([]);
  await standInNpm();
  expect((await bootstrap("up")).stdout).toBe("ran up");
});

test("a node_modules that is a link is refused, and nothing is deleted behind it", async () => {
  await standInNpm("rm -rf node_modules/*");
  const other = path.join(dir, "other");
  await mkdir(other);
  await writeFile(path.join(other, "kept"), "");
  await symlink(other, path.join(dir, "node_modules"));
  const refused = await bootstrap("up");
  expect(refused).toMatchObject({ stdout: "", exitCode: 1 });
  expect(refused.stderr).toBe(
    `beam-flink: node_modules is a symbolic link to ${other}, and npm ci would delete what lies there: it must be a folder of ` +
      "this checkout. Remove the link (rm node_modules), not what it points to, and run the command again.",
  );
  expect(await readdir(other)).toEqual(["kept"]);
  expect(await installs()).toBe(0);
  await rm(path.join(dir, "node_modules"));
  expect((await bootstrap("up")).stdout).toBe("ran up");
});

test("a link to nothing is refused too", async () => {
  await standInNpm();
  await symlink(path.join(dir, "gone"), path.join(dir, "node_modules"));
  expect((await bootstrap("up")).stderr).toContain("node_modules is a symbolic link to");
  expect(await installs()).toBe(0);
});

describe("after npm ci by hand", () => {
  type Packages = Record<string, object>;
  const runtime = { version: "1.2.3", integrity: "sha512-a" };
  const binding = { version: "1.0.0", integrity: "sha512-b", optional: true };
  const elsewhere = { ...binding, os: [process.platform === "win32" ? "linux" : "win32"], cpu: [process.arch] };
  const locked: Packages = {
    "": { name: "project" },
    "node_modules/runtime": runtime,
    "node_modules/binding-here": { ...binding, os: [process.platform], cpu: [process.arch] },
    "node_modules/binding-elsewhere": elsewhere,
    "node_modules/needed-elsewhere": binding,
  };
  const installed: Packages = {
    "node_modules/runtime": runtime,
    "node_modules/binding-here": binding,
  };

  /** As npm leaves the project, with `notes` as its own note of what it has installed. */
  async function afterNpmCi(notes: Packages | undefined, lock: Packages = locked): Promise<void> {
    await standInNpm();
    await writeFile(path.join(dir, "package-lock.json"), JSON.stringify({ packages: lock }));
    const bin = path.join(dir, "node_modules", ".bin");
    await mkdir(bin, { recursive: true });
    await symlink(process.execPath, path.join(bin, "node"));
    if (notes === undefined) return;
    await writeFile(path.join(dir, "node_modules", ".package-lock.json"), JSON.stringify({ packages: notes }));
  }

  test("nothing is installed again, and the next command need not compare", async () => {
    await afterNpmCi(installed);
    expect(await bootstrap("up")).toMatchObject({ stdout: "ran up", stderr: "", exitCode: 0 });
    await rm(path.join(dir, "node_modules", ".package-lock.json"));
    expect(await bootstrap("up")).toMatchObject({ stdout: "ran up", stderr: "" });
    expect(await installs()).toBe(0);
  });

  test("that followed a change of the lock file, the stamp of the old one does not count", async () => {
    await afterNpmCi(installed);
    await writeFile(path.join(dir, "node_modules", ".beam-flink-lock"), "older");
    expect(await bootstrap("up")).toMatchObject({ stdout: "ran up", stderr: "" });
    expect(await installs()).toBe(0);
  });

  test("a package for all platforms but another one belongs here", async () => {
    const lock = { ...locked, "node_modules/binding-here": { ...binding, os: [`!${elsewhere.os[0]}`] } };
    await afterNpmCi({ "node_modules/runtime": runtime }, lock);
    await bootstrap("up");
    expect(await installs()).toBe(1);
  });

  test.each<[string, Packages | undefined]>([
    ["that was interrupted", undefined],
    ["of another version", { ...installed, "node_modules/runtime": { ...runtime, version: "1.2.4" } }],
    ["of other contents", { ...installed, "node_modules/runtime": { ...runtime, integrity: "sha512-c" } }],
    ["without a package", { "node_modules/binding-here": binding }],
    ["without optional packages", { "node_modules/runtime": runtime }],
    ["and more packages", { ...installed, "node_modules/more": runtime }],
  ])("%s the packages are installed", async (_, notes) => {
    await afterNpmCi(notes);
    const result = await bootstrap("up");
    expect(result).toMatchObject({ stdout: "ran up", exitCode: 0 });
    expect(result.stderr).toContain("installing the npm packages");
    expect(await installs()).toBe(1);
  });

  test("whose Node is missing, the packages are installed", async () => {
    await afterNpmCi(installed);
    await rm(path.join(dir, "node_modules", ".bin", "node"));
    expect((await bootstrap("up")).stdout).toBe("ran up");
    expect(await installs()).toBe(1);
  });
});
