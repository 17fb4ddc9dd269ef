/** The outputs in `docs/policies.md`: each stands after a comment that says how to get it. `BEAM_FLINK_WRITE_DOCS=true` writes them. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { budgetCommand } from "../../policies/budget/budgetCommand.ts";
import { checkCommand } from "../../policies/check/checkCommand.ts";

const ROOT = path.join(import.meta.dirname, "..", "..");

/** The day on which the walk through the pull request takes place. */
const TODAY = new Date("2026-11-26T12:00:00Z");

const BLOCK = /<!-- (file|output): (.+?) -->\n(?:\n(`{3,})\w*\n[\s\S]*?\n\3\n)?/g;

/** The page with every output as it is now. */
export async function withOutputs(page: string): Promise<string> {
  const blocks = await Promise.all(
    [...page.matchAll(BLOCK)].map(async ([whole, kind = "", what = ""]) => [whole, await block(kind, what)] as const),
  );
  return blocks.reduce((text, [before, after]) => text.replace(before, () => after), page);
}

async function block(kind: string, what: string): Promise<string> {
  const { language, text } =
    kind === "file" ? { language: "json", text: readFileSync(path.join(ROOT, what), "utf8") } : await output(what.split(" "));
  return `<!-- ${kind}: ${what} -->\n\n\`\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\`\n`;
}

/** What a person sees: the command, its output and its exit code. */
async function output([command = "", ...parameters]: readonly string[]): Promise<{ language: string; text: string }> {
  let printed = "";
  const context = { output: (text: string) => void (printed += text), errors: (text: string) => void (printed += text), today: TODAY };
  const run = command === "budget" ? budgetCommand : checkCommand;
  const code = await run(parameters, context);
  const markdown = parameters.includes("markdown");
  const shown = [command, ...parameters].join(" ").replaceAll("docs/examples/pull-request/", "");
  const text = markdown ? printed : `$ beam-flink ${shown}\n${printed.trimEnd()}\n$ echo $?\n${code}`;
  return { language: markdown ? "markdown" : "text", text: text.replaceAll("docs/examples/pull-request/", "") };
}
