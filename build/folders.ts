/** Where the package is made from and where to, and what it runs on. */
import * as path from "node:path";

/** Folder of the project. */
export const ROOT = path.join(import.meta.dirname, "..");

/** Folder of everything that is made. */
export const DIST = path.join(ROOT, "dist");

/** The oldest Node.js that anything of it runs on. */
export const NODE = "22.18";
