/** What `beam-flink plan` prints of the pull request of the examples: `docs/plan.md` shows it. */
import * as path from "node:path";
import { planCommand } from "./planCommand.ts";

const FOLDER = path.join("docs", "examples", "pull-request");

/** The output, with the files named as they are in that folder. The command has to run in the project's folder. */
export async function planExample(): Promise<string> {
  let printed = "";
  const write = (text: string): void => void (printed += text);
  await planCommand([path.join(FOLDER, "first"), path.join(FOLDER, "changed")], { output: write, errors: write, today: new Date(0) });
  return printed.replaceAll(`${FOLDER}/`, "");
}
