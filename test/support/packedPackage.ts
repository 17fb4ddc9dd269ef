/** The package as it is published: the tarball of `npm pack`, made once for the same sources, and a folder of packages that has it installed. */
import { execFile } from "node:child_process";
import { mkdir, readdir, rm, symlink } from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";
import { PROJECT } from "../../local/environment/environments.ts";
import { cached } from "../../local/support/cache.ts";
import { silent } from "../../local/support/step.ts";

const run = promisify(execFile);

/** What the package is made of. */
const ROOMS = ["build", "cli", "components", "local", "model", "policies", "provider"];
const FILES = ["CHANGELOG.md", "LICENSE", "README.md", "package.json", "package-lock.json", "tsconfig.json"];

/** Path of the tarball. */
export async function packedPackage(): Promise<string> {
  const rooms = await Promise.all(ROOMS.map((room) => readdir(path.join(PROJECT, room), { recursive: true, withFileTypes: true })));
  const sources = rooms.flat().filter((entry) => entry.isFile());
  const files = [
    ...FILES.map((name) => path.join(PROJECT, name)),
    ...sources.map(({ parentPath, name }) => path.join(parentPath, name)).toSorted(),
  ];
  const entry = await cached("package", { files }, silent, async (dir) => {
    await run("npm", ["pack", "--pack-destination", dir], { cwd: PROJECT });
  });
  const [tarball] = await readdir(entry);
  if (tarball === undefined) throw new Error(`npm pack has left nothing in ${entry}`);
  return path.join(entry, tarball);
}

/** Makes `folder/node_modules` with the published package in it, beside links to this project's own dependencies: one copy of each. */
export async function installPackage(folder: string): Promise<string> {
  const modules = path.join(folder, "node_modules");
  const own = path.join(PROJECT, "node_modules");
  await mkdir(path.join(modules, ".bin"), { recursive: true });
  for (const name of await readdir(own)) {
    if (!name.startsWith(".") && name !== "beam-flink") await symlink(path.join(own, name), path.join(modules, name));
  }
  for (const name of await readdir(path.join(own, ".bin"))) await symlink(path.join(own, ".bin", name), path.join(modules, ".bin", name));
  await mkdir(path.join(modules, "beam-flink"));
  await run("tar", ["-xzf", await packedPackage(), "-C", path.join(modules, "beam-flink"), "--strip-components=1"]);
  await rm(path.join(modules, ".bin", "beam-flink"), { force: true });
  await symlink("../beam-flink/dist/beam-flink.mjs", path.join(modules, ".bin", "beam-flink"));
  return modules;
}
