/** What changes, as Markdown: a table of all environments, and the resources of each. Every text in it may be the pull request's. */
import { isObject } from "../../model/index.ts";
import { credentialShape, isCredentialName } from "../../model/views/credentialNames.ts";
import { code, table, text } from "../check/report/markdownText.ts";
import { shortened } from "../check/report/plainText.ts";
import { isPartial } from "./previews.ts";
import { UNKNOWN_VALUES } from "../unknownValues.ts";
import { CHANGE_KINDS, type ChangedInput, type ChangeKind, type ResourceChange, type StackChanges } from "./changes.ts";

/** Inputs that one row shows; values are shown up to a length that still can be read in a table. */
const MOST_INPUTS = 8;
const MOST_LETTERS = 60;

/** A URL with a name or password in it. */
const CREDENTIALS = /:\/\/[^/\s]*@/;

export const MARKS: Readonly<Record<ChangeKind, string>> = {
  create: "create",
  update: "update",
  replace: "**replace**",
  delete: "**delete**",
};

/** How many resources each environment creates, updates, replaces and deletes. */
export function changesTable(stacks: readonly StackChanges[]): string {
  const anyCompared = stacks.some(({ compared }) => compared);
  return table(
    ["environment", ...CHANGE_KINDS, "unchanged", ""],
    stacks.map(({ stack, changes, unchanged, base, head, compared }) => {
      const missing = base !== undefined ? "**the preview of its base fails**" : anyCompared ? "new" : "without a preview of the base";
      if (head !== undefined && isPartial(head)) return [code(stack), "", "", "", "", "", "**the preview fails**"];
      const counted = compared || (anyCompared && base === undefined);
      const counts = CHANGE_KINDS.map((kind) => (counted ? changes.filter((change) => change.kind === kind).length : 0));
      const note = head === undefined ? "its config is gone" : compared ? "" : missing;
      return [code(stack), ...counts.map((count) => (count === 0 ? "" : String(count))), String(unchanged), note];
    }),
  );
}

/** The resources of an environment that change; nothing where none does, or where there is nothing to compare with. */
export function resourceTable({ changes, compared }: StackChanges): string {
  if (!compared) return "";
  return table(
    ["", "resource", "name", "what changes"],
    changes.map((change) => [MARKS[change.kind], code(change.type), code(change.name), inputsCell(change)]),
  );
}

function inputsCell({ type, inputs }: ResourceChange): string {
  const shown = inputs.slice(0, MOST_INPUTS).map((input) => `${code(input.path)}: ${isHidden(type, input) ? HIDDEN : difference(input)}`);
  const more = inputs.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("<br>");
}

const HIDDEN = "not shown, since it may be a secret";

/** An item of a command line: the value of an option may be an item of its own, and does not say of which. */
const ARGUMENT = /(?:^|\.)(?:args|command)\[\d+\]$/;

/** What a Secret holds, and what has a name under which a credential is to be expected. */
function isHidden(type: string, { path, names, before, after }: ChangedInput): boolean {
  if (type.startsWith("kubernetes:core/v1:Secret") && /^(?:data|stringData)$/.test(names[0] ?? "")) return true;
  if (ARGUMENT.test(path) && [before, after].some((given) => typeof given === "string" && !given.startsWith("-"))) return true;
  return names.some(isCredentialName) || [before, after].some(isCredential);
}

function isCredential(given: unknown): boolean {
  if (typeof given !== "string") return false;
  // An option of a command line, which has its name with it.
  const [, option] = /^-{1,2}([\w.-]+)(?:=|$)/.exec(given) ?? [];
  return CREDENTIALS.test(given) || credentialShape(given) !== undefined || (option !== undefined && isCredentialName(option));
}

function difference({ before, after }: ChangedInput): string {
  return `${value(before)} → ${value(after)}`;
}

function value(given: unknown): string {
  if (given === undefined) return "none";
  if (UNKNOWN_VALUES.has(given)) return "not known yet";
  // What has parts may have a credential among them.
  if (Array.isArray(given)) return `a list of ${given.length}`;
  if (isObject(given)) return `a mapping of ${Object.keys(given).length}`;
  if (typeof given === "string" && (/^\s*[[{]/.test(given) || given.includes("\n"))) return `a text of ${given.length} characters`;
  return code(shortened(String(given), MOST_LETTERS)) || text('""');
}
