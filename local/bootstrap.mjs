/**
 * The first step of every command: runs on whatever Node is there, installs the packages when the lock file has
 * changed, and hands over to the project's own Node, which is one of them.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { isInstalledAsLocked } from "./installedPackages.mjs";

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
const modules = path.join(root, "node_modules");
const stamp = path.join(modules, ".beam-flink-lock");
const bin = path.join(modules, ".bin");

/** Held by the command that installs; beside node_modules, which npm empties. */
const installing = path.join(root, "node_modules.installing");

/** Where this process prepares that folder, and removes it. */
const aside = `${installing}.${process.pid}`;

/** Runs a program to its end; signals that end this process first end the program. */
function run(file, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: root, stdio: "inherit", ...options });
    const forward = (signal) => child.kill(signal);
    process.on("SIGINT", forward).on("SIGTERM", forward);
    child.on("error", (error) => {
      console.error(`beam-flink: ${file} cannot be started: ${error.message}`);
      resolve(1);
    });
    child.on("exit", (code, signal) => {
      process.off("SIGINT", forward).off("SIGTERM", forward);
      resolve(code ?? (signal === "SIGINT" ? 130 : 1));
    });
  });
}

async function install() {
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    console.error(
      `beam-flink: node_modules is a symbolic link to ${readlinkSync(modules)}, and npm ci would delete what lies there: ` +
        "it must be a folder of this checkout. Remove the link (rm node_modules), not what it points to, and run the command again.",
    );
    return 1;
  }
  const lock = createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  const installed = () => {
    if (!existsSync(path.join(bin, "node"))) return false;
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return true;
    // A person may have installed them with npm alone, which leaves no stamp, or that of an older lock file.
    if (!isInstalledAsLocked(root)) return false;
    writeFileSync(stamp, lock);
    return true;
  };
  if (installed()) return 0;
  await acquire();
  try {
    if (installed()) return 0;
    console.error("beam-flink: installing the npm packages of package-lock.json (about half a minute)");
    // Packages that want a newer Node than this one run on the Node that is installed with them.
    // Standard output belongs to the command that follows: npm's goes to standard error.
    const code = await run("npm", ["ci", "--no-progress", "--loglevel=error"], { stdio: ["inherit", 2, 2] });
    if (code === 0) writeFileSync(stamp, lock);
    else console.error("beam-flink: npm ci failed; see its message above, then run the command again");
    return code;
  } finally {
    release();
  }
}

/** Waits until no other command installs: two `npm ci` at once would remove each other's files. */
async function acquire() {
  for (let waited = 0; !tryAcquire(); waited++) {
    const owner = ownerOf(installing);
    if (owner !== undefined && !isAlive(owner)) removeStale(owner);
    else if (waited === 0) {
      console.error(
        `beam-flink: waiting for process ${owner}, which installs the npm packages (if it does not, stop this and remove ${installing})`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function tryAcquire() {
  mkdirSync(aside, { recursive: true });
  writeFileSync(path.join(aside, "pid"), String(process.pid));
  try {
    // A folder can be renamed only to where none with content is: one of several succeeds, and its id is in it at once.
    renameSync(aside, installing);
    return true;
  } catch (error) {
    rmSync(aside, { recursive: true });
    if (error.code === "ENOTEMPTY" || error.code === "EEXIST" || error.code === "EPERM") return false;
    throw error;
  }
}

/** In one step: an emptied folder would be there for another one to take while it is being removed. */
function release() {
  renameSync(installing, aside);
  rmSync(aside, { recursive: true });
}

/** Removes what a killed command left. Moved away first: another one may have taken the place in between. */
function removeStale(owner) {
  try {
    renameSync(installing, aside);
    if (ownerOf(aside) === owner) rmSync(aside, { recursive: true });
    else renameSync(aside, installing);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

/** undefined when nobody holds it any more. */
function ownerOf(folder) {
  try {
    return Number(readFileSync(path.join(folder, "pid"), "utf8"));
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

const code = await install();
if (code !== 0) process.exit(code);
const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` };
process.exit(await run(path.join(bin, "node"), [path.join(root, "local", "main.ts"), ...process.argv.slice(2)], { env }));
