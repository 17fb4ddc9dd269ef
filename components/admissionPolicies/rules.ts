/** The rules that admission can hold. With their schemas they take a tenth of a program's start, so only a program that uses them loads them. */
import { createRequire } from "node:module";
import * as path from "node:path";
import { onFirstUse } from "../onFirstUse.ts";

const require = createRequire(import.meta.url);

// This file is TypeScript in a checkout and JavaScript in the package, and so is the other one.
const extension = path.extname(import.meta.filename);

export const admission = onFirstUse(
  () => require(`../../model/admission/index${extension}`) as typeof import("../../model/admission/index.ts"),
);
