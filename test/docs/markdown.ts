/** What the tests of the pages look at in a page: links, anchors, code. Enough of Markdown for the pages of this repository. */

export interface CodeBlock {
  /** The word after the fence, such as "ts". */
  readonly language: string;
  readonly text: string;
  /** Line of the page at which the text begins, from 1. */
  readonly line: number;
  /** Code that a comment `<!-- given: … -->` before the block declares, so that a block can leave out what the page has explained. */
  readonly given: string;
  /** It is a file of the repository, shown by a comment `<!-- file: … -->` or `<!-- example: … -->`. */
  readonly included: boolean;
}

export interface Link {
  readonly target: string;
  readonly line: number;
}

/** A piece of code in a line of prose. */
export interface CodeSpan {
  readonly text: string;
  readonly line: number;
}

export interface Page {
  readonly blocks: readonly CodeBlock[];
  readonly links: readonly Link[];
  readonly spans: readonly CodeSpan[];
  readonly anchors: ReadonlySet<string>;
}

const FENCE = /^\s*(`{3,})(\w*)\s*$/;
const GIVEN = /<!-- given: ([\s\S]*?) -->\s*$/;
const INCLUDED = /<!-- (?:file|example): \S+ -->\s*$/;
const HEADING = /^#{1,6}\s+(.*?)\s*#*$/;

/** `[text](target)`, `[name]: target`, `<https://…>`, `href="…"` and `src="…"`, and addresses that stand alone. */
const LINKS = [
  /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g,
  /^\s*\[[^\]]+\]:\s+(\S+)/g,
  /(?:href|src)="([^"]+)"/g,
  /(?<![("[])(https?:\/\/[^\s)>"'`|]+)/g,
];

export function readPage(text: string): Page {
  const lines = text.split("\n");
  const blocks: CodeBlock[] = [];
  const links: Link[] = [];
  const spans: CodeSpan[] = [];
  const anchors = new Set<string>();
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const [, fence, language = ""] = FENCE.exec(line) ?? [];
    if (fence !== undefined) {
      const end = lines.findIndex((other, index) => index > at && other.trim() === fence);
      if (end < 0) throw new Error(`the block of line ${at + 1} has no end`);
      const before = lines.slice(0, at).join("\n");
      const given = GIVEN.exec(before)?.[1] ?? "";
      blocks.push({ language, given, included: INCLUDED.test(before), line: at + 2, text: lines.slice(at + 1, end).join("\n") });
      at = end;
      continue;
    }
    const heading = HEADING.exec(line)?.[1];
    if (heading !== undefined) anchors.add(unused(anchorOf(heading), anchors));
    for (const [, name] of line.matchAll(/\b(?:id|name)="([^"]+)"/g)) anchors.add(name!);
    const prose = line.replaceAll(/(`+)(.+?)\1/g, (_, __, code: string) => (spans.push({ text: code.trim(), line: at + 1 }), ""));
    for (const pattern of LINKS) for (const [, target] of prose.matchAll(pattern)) links.push({ target: target!, line: at + 1 });
  }
  return { blocks, links, spans, anchors };
}

/** The anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
}

/** GitHub numbers headings of the same text. */
function unused(anchor: string, anchors: ReadonlySet<string>): string {
  if (!anchors.has(anchor)) return anchor;
  for (let count = 1; ; count++) if (!anchors.has(`${anchor}-${count}`)) return `${anchor}-${count}`;
}
