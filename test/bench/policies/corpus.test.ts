import { describe, expect, test } from "vitest";
import { jsonBytes } from "../../../bench/policies/corpus/optionsText.ts";
import { makeCorpus } from "../../../bench/policies/corpus/corpus.ts";
import { CORPUS_RULES } from "../../../bench/policies/corpus/variants.ts";
import { JOB_RULES, readJobView, UNKNOWN } from "../../../model/index.ts";

const SIZE = 500;
const corpus = makeCorpus(SIZE);

describe("the corpus of the benchmark", () => {
  test("is the same each time", () => {
    expect(makeCorpus(SIZE)).toEqual(corpus);
  });

  test("breaks each rule in exactly a tenth of its documents", () => {
    const counts = new Map<string, number>();
    for (const violation of corpus.violations) {
      const [rule = ""] = violation.split(" ");
      counts.set(rule, (counts.get(rule) ?? 0) + 1);
    }
    expect(counts).toEqual(new Map(CORPUS_RULES.toSorted().map((rule) => [rule, SIZE / 10])));
    expect(new Set(corpus.violations).size).toBe(corpus.violations.length);
  });

  test("says of its violations what the rules say", () => {
    const rules = JOB_RULES.filter(({ id }) => CORPUS_RULES.some((rule) => rule === id));
    expect(rules).toHaveLength(CORPUS_RULES.length);
    const found = corpus.manifests.flatMap((manifest) => {
      const view = readJobView(manifest);
      const broken = rules.filter((rule) => rule.evaluate(view).status === "violated");
      return broken.map(({ id }) => `${id} ${String(view.namespace)}/${String(view.name)}`);
    });
    expect(found.toSorted()).toEqual(corpus.violations);
  });

  test("has options of exactly the size that is allowed and of one byte more", () => {
    const sizes = corpus.manifests.map((manifest) => {
      const options = readJobView(manifest).options();
      return options === UNKNOWN ? UNKNOWN : jsonBytes(Object.fromEntries(options));
    });
    expect(sizes).toContain(4096);
    expect(sizes).toContain(4097);
  });

  test("has documents of about 4 KB", () => {
    const bytes = corpus.manifests.reduce((sum, manifest) => sum + JSON.stringify(manifest).length, 0) / SIZE;
    expect(bytes).toBeGreaterThan(2500);
    expect(bytes).toBeLessThan(5000);
  });

  test.each([0, 15, -10, 1.5])("cannot have %s documents", (size) => {
    expect(() => makeCorpus(size)).toThrow("must be a multiple of 10");
  });
});
