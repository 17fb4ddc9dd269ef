/** The bootstrap in a project of its own, with stand-ins for npm and for the command that it hands over to. */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";

let dir: string;
let calls: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "beam-flink-bootstrap-"));
  calls = path.join(dir, "bin", "calls");
  for (const folder of ["local", "bin"]) await mkdir(path.join(dir, folder));
  await copyFile(path.join(import.meta.dirname, "..", "..", "..", "local", "bootstrap.mjs"), path.join(dir, "local", "bootstrap.mjs"));
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

const installs = async () => (await readFile(calls, "utf8")).trim().split("\n").length;
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
