/** The parts of a page that are made: each stands between a comment that says what it is and one that ends it. */

/** Makes the part that a kind and its subject name, such as `arguments: BeamJob`. */
export type Maker = (subject: string) => string | Promise<string>;

const PART = /^<!-- (\w+): (\S+) -->\n[\s\S]*?<!-- end of \1 -->/gm;

/** The page with each part of a kind that there is a maker for as it is now, made one after the other; others stay as they are. */
export async function withParts(page: string, makers: Readonly<Record<string, Maker>>): Promise<string> {
  let text = page;
  for (const [before, kind = "", subject = ""] of page.matchAll(PART)) {
    const make = Object.hasOwn(makers, kind) ? makers[kind] : undefined;
    if (make === undefined) continue;
    const after = `<!-- ${kind}: ${subject} -->\n\n${(await make(subject)).trim()}\n\n<!-- end of ${kind} -->`;
    text = text.replace(before, () => after);
  }
  return text;
}
