/** What npm itself notes of an installation, compared with what the lock file asks for. Plain JavaScript, as bootstrap.mjs is. */
import { readFileSync } from "node:fs";
import * as path from "node:path";

/**
 * Whether npm has installed in `root` what its package-lock.json says: the same packages, versions and contents, and no others.
 * npm writes node_modules/.package-lock.json at the end, so half an installation is none.
 */
export function isInstalledAsLocked(root) {
  const locked = packagesIn(path.join(root, "package-lock.json"));
  const installed = packagesIn(path.join(root, "node_modules", ".package-lock.json"));
  if (locked === undefined || installed === undefined) return false;
  const same = (place) =>
    place in locked && installed[place].version === locked[place].version && installed[place].integrity === locked[place].integrity;
  return Object.keys(installed).every(same) && Object.keys(locked).every((place) => place in installed || isLeftOut(locked[place]));
}

/** By place in the project, without the project itself; undefined when npm has written none. */
function packagesIn(file) {
  try {
    const { "": _, ...packages } = JSON.parse(readFileSync(file, "utf8")).packages;
    return packages;
  } catch {
    return undefined;
  }
}

/** npm leaves out what is optional and made for another platform, with what only that needs; the latter names no platform itself. */
function isLeftOut({ optional = false, os, cpu, libc }) {
  const forHere = allows(os, process.platform) && allows(cpu, process.arch) && allows(libc, libcHere());
  return optional && (!forHere || (os === undefined && cpu === undefined));
}

/** As npm reads such a list: `!win32` is all but that one. */
function allows(list, here) {
  if (list === undefined) return true;
  return list.includes(here) || (list.every((item) => item.startsWith("!")) && !list.includes(`!${here}`));
}

function libcHere() {
  if (process.platform !== "linux") return undefined;
  return process.report.getReport().header.glibcVersionRuntime === undefined ? "musl" : "glibc";
}
