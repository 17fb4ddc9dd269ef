import { expect, test } from "vitest";
import { withoutSecrets } from "../../../local/provider/secretTexts.ts";

test("secret values are taken out of a text, plain, escaped and in base64", () => {
  const bag = { value: { a: { b: 'pass"word' } }, secrets: [["a", "b"]] };
  const base64 = Buffer.from('pass"word').toString("base64");
  expect(withoutSecrets(`got pass"word, pass\\"word and ${base64}`, [bag])).toBe("got [secret], [secret] and [secret]");
});

test("all values below a secret path are secret, numbers too, and the longest goes first", () => {
  const bag = { value: { a: { list: ["hunter2", 12345, "hunter2-long"] } }, secrets: [["a"]] };
  expect(withoutSecrets("hunter2-long hunter2 12345", [bag])).toBe("[secret] [secret] [secret]");
});

test("the content of a Secret is secret even where the program does not say so", () => {
  expect(withoutSecrets("bad value hunter2", [{ value: { kind: "Secret", stringData: { a: "hunter2" } }, secrets: [] }])).toBe(
    "bad value [secret]",
  );
});

test("a multi-line secret is found by its lines", () => {
  expect(withoutSecrets("line: first-line", [{ value: { k: "first-line\nsecond-line" }, secrets: [["k"]] }])).toBe("line: [secret]");
});

test("ordinary values and very short secrets stay", () => {
  const bag = { value: { plain: "visible", short: "ab" }, secrets: [["short"], ["absent", 0]] };
  expect(withoutSecrets("visible ab", [bag])).toBe("visible ab");
});
