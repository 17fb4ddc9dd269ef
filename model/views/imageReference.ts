/** References to container images: repository, tag and digest, and the Flink line that one names. */

/** The parts of a reference. */
export interface ImageReference {
  /** Everything before tag and digest: `registry.example:5000/team/orders`. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string;
}

/** Registry with an optional port, path, tag and digest, as the distribution project defines references. */
const REFERENCE = /^((?:[\w.-]+(?::\d+)?\/)?[a-z\d._/-]+)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[a-f\d]{64}))?$/;

/** The official images: their tags are Flink's own releases. */
const OFFICIAL = /^(?:.+\/)?(?:library|apache)\/flink$|^(?:docker\.io\/)?flink$/;

/** Reads a reference; undefined for a text that is none. */
export function readImageReference(text: string): ImageReference | undefined {
  const match = REFERENCE.exec(text);
  if (match === null) return undefined;
  const [, repository = "", tag, digest] = match;
  return { repository, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

/**
 * The Flink line that a reference names: `1.19` of `flink:1.19.1-java11`, of `team/orders:7-flink1.19` and of `team/orders-flink-1.19:7`.
 * Undefined where it names none: a tag is the image's own version, unless the image is Flink's.
 */
export function flinkLineOfImage({ repository, tag = "" }: ImageReference): string | undefined {
  const name = repository.slice(repository.lastIndexOf("/") + 1);
  for (const text of [tag, name]) {
    const line = /(?:^|[^a-z\d])flink[-_]?v?(\d{1,2}\.\d{1,2})(?!\d)/i.exec(text)?.[1];
    if (line !== undefined) return line;
  }
  if (name !== "flink") return undefined;
  // An image named flink elsewhere may count its own releases, unless its tag is built like the official ones.
  const [, line, suffix] = /^(\d{1,2}\.\d{1,2})(?:\.\d+)?(?:-(.+))?$/.exec(tag) ?? [];
  return OFFICIAL.test(repository) || /^(?:scala|java)/.test(suffix ?? "") ? line : undefined;
}
