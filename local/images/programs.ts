/** Finds what the images are made with, and installs it where that can be done. */
import { constants } from "node:fs";
import { access, realpath } from "node:fs/promises";
import * as path from "node:path";
import { UserError } from "../support/errors.ts";
import type { Step } from "../support/step.ts";
import { requirePrograms, type RequiredProgram } from "../toolchain/debianPackages.ts";

const REQUIRED = [
  { program: "java", package: "openjdk-17-jdk-headless" },
  { program: "jlink", package: "openjdk-17-jdk-headless" },
  { program: "mvn", package: "maven" },
  { program: "busybox", package: "busybox-static" },
] as const satisfies readonly RequiredProgram[];

export type ImageProgram = (typeof REQUIRED)[number]["program"];

/** The program's own file on PATH (links are followed). What is missing is installed, all of it at once, or named in one error. */
export async function findProgram(program: ImageProgram, step: Step): Promise<string> {
  await requirePrograms(REQUIRED, step);
  for (const dir of (process.env["PATH"] ?? "").split(path.delimiter).filter(Boolean)) {
    const file = path.join(dir, program);
    const executable = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return realpath(file);
  }
  throw new UserError(`"${program}" is installed, but not on PATH (${process.env["PATH"]}): add its folder, then run the command again.`);
}
