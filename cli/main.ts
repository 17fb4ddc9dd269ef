#!/usr/bin/env node
/** The command `beam-flink`: finds the command that is meant and loads nothing else. */
import { writeSync } from "node:fs";
import { enableCompileCache } from "node:module";

/** Exit code for a command line that cannot be read. */
const BAD_INPUT = 2;

const USAGE = `beam-flink COMMAND

  check      checks Beam jobs on Flink in files, previews and state
  budget     estimates how large the checkpoints of jobs will be
  plan       says what a change does to running jobs and their state
  preview    previews a Pulumi project offline, with policy packs
  comment    writes the one comment of a pull request

beam-flink COMMAND --help says more.
`;

const STANDARD_OUTPUT = 1;
const STANDARD_ERROR = 2;

/** Milliseconds to wait for a reader that is slower than this. */
const READER_WAIT_MS = 5;

/** Writes all of it before it returns: the process may end right after. */
function write(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      // Nobody reads any more, as behind `head`.
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, READER_WAIT_MS);
    }
  }
}

async function main([command, ...parameters]: readonly string[]): Promise<number> {
  const context = {
    output: (text: string) => write(STANDARD_OUTPUT, text),
    errors: (text: string) => write(STANDARD_ERROR, text),
    today: new Date(),
  };
  if (command === "check") return (await import("../policies/check/checkCommand.ts")).checkCommand(parameters, context);
  if (command === "budget") return (await import("../policies/budget/budgetCommand.ts")).budgetCommand(parameters, context);
  if (command === "plan") return (await import("../policies/plan/planCommand.ts")).planCommand(parameters, context);
  if (command === "comment") return (await import("../policies/pullRequest/commentCommand.ts")).commentCommand(parameters, context);
  if (command === "preview") return (await import("./preview.ts")).previewCommand(parameters, context);
  if (command === "--help" || command === "-h" || command === "help") {
    context.output(USAGE);
    return 0;
  }
  context.errors(command === undefined ? USAGE : `beam-flink: there is no command ${JSON.stringify(command)}\n\n${USAGE}`);
  return BAD_INPUT;
}

/** A peer that is not installed is the project's to install; anything else that gets here is a fault of the program. */
function describe(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const [, missing] = /Cannot find package '([^']+)'/.exec(text) ?? [];
  return missing === undefined
    ? `this is a fault of the program: ${text}`
    : `${missing} is not installed. Install it in the project: npm install ${missing}`;
}

// Compiled code is kept for the next start, which is then twice as fast.
enableCompileCache();
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // Node would end with 1, which says that a rule is violated.
  write(STANDARD_ERROR, `beam-flink: ${describe(error)}\n`);
  process.exitCode = BAD_INPUT;
}
