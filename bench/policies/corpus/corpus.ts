/** FlinkDeployments with a known list of violations: each rule broken by exactly a tenth of them, the same on every run. */
import { mkdir, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { dump } from "js-yaml";
import { manifestOf, usualOptions } from "./manifest.ts";
import { sized } from "./optionsText.ts";
import { seededRandom } from "./random.ts";
import { CORPUS_RULES, type CorpusRule, settingsOf } from "./variants.ts";

const SEED = 42;
/** Every so many documents keep the rule on the options' size with not a byte to spare. */
const FULL_EVERY = 50;
/** Teams, each with a namespace. */
const NAMESPACES = 20;

export interface Corpus {
  readonly size: number;
  /** Manifests as objects. */
  readonly manifests: readonly object[];
  /** The violations, `rule namespace/name`, sorted. */
  readonly violations: readonly string[];
}

/** A corpus on disk. */
export interface CorpusFiles extends Corpus {
  /** One file with all documents. */
  readonly file: string;
  /** A folder with one file for each document. */
  readonly folder: string;
  /** Bytes of the one file. */
  readonly bytes: number;
}

/** `size` documents; a multiple of 10. */
export function makeCorpus(size: number): Corpus {
  if (!Number.isSafeInteger(size) || size <= 0 || size % 10 !== 0) {
    throw new RangeError(`a corpus of ${size} documents: a tenth of them breaks each rule, so it must be a multiple of 10`);
  }
  const random = seededRandom(SEED);
  const breaking = new Map<CorpusRule, ReadonlySet<number>>(CORPUS_RULES.map((rule) => [rule, new Set(random.sample(size / 10, size))]));
  const violations: string[] = [];
  const manifests = Array.from({ length: size }, (_, number) => {
    const name = `orders-${String(number).padStart(5, "0")}`;
    const namespace = `team-${String(number % NAMESPACES).padStart(2, "0")}`;
    const broken = new Set(CORPUS_RULES.filter((rule) => breaking.get(rule)?.has(number)));
    violations.push(...[...broken].map((rule) => `${rule} ${namespace}/${name}`));
    const { options: chosen, configuration } = settingsOf(broken, random);
    const tooLarge = broken.has("options-size");
    const usual = { ...usualOptions(name, number), ...chosen };
    const options = tooLarge || number % FULL_EVERY === 0 ? sized(usual, tooLarge, random) : usual;
    return manifestOf({ name, namespace, number, settings: { options, configuration } });
  });
  return { size, manifests, violations: violations.toSorted() };
}

/** Writes a corpus into `folder`. */
export async function writeCorpus(size: number, folder: string): Promise<CorpusFiles> {
  const corpus = makeCorpus(size);
  const documents = corpus.manifests.map((manifest) => dump(manifest, { lineWidth: -1 }));
  const each = path.join(folder, `${size}-each`);
  await mkdir(each, { recursive: true });
  for (const [number, document] of documents.entries()) {
    await writeFile(path.join(each, `${String(number).padStart(5, "0")}.yaml`), document);
  }
  const file = path.join(folder, `${size}.yaml`);
  const text = documents.join("---\n");
  await writeFile(file, text);
  return { ...corpus, file, folder: each, bytes: Buffer.byteLength(text) };
}
