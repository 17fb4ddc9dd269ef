import { expect, test } from "vitest";
import {
  decode,
  decodeObject,
  encode,
  encodeObject,
  equal,
  formatPath,
  hasUnknown,
  UNKNOWN,
  withoutUnknown,
} from "../../../local/provider/values.ts";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const secret = (value: string) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });
const output = (fields: object) => ({ [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", ...fields });

test("a bag goes through a Struct and back, secrets and all", () => {
  const value = { a: { b: ["x", { c: 1.5 }], d: null, e: true }, f: "" };
  const secrets = [["a", "b", 1, "c"], ["f"]];
  expect(decode(encode(value, secrets))).toEqual({ value, secrets });
});

test("a secret is unwrapped where it stands, also inside another secret and in a list", () => {
  const { value, secrets } = decodeObject({
    list: [secret("one"), "two"],
    whole: { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value: { in: secret("x") } },
  });
  expect(value).toEqual({ list: ["one", "two"], whole: { in: "x" } });
  expect(secrets).toEqual([["list", 0], ["whole"], ["whole", "in"]]);
});

test("an output without a value is unknown, with one it is the value", () => {
  const { value, secrets } = decodeObject({ later: output({ dependencies: [] }), now: output({ value: "v", secret: true }) });
  expect(value).toEqual({ later: UNKNOWN, now: "v" });
  expect(secrets).toEqual([["now"]]);
});

test("secret paths that lead nowhere are left out", () => {
  expect(encodeObject({ a: "b" }, [["data"], ["a", "c"]])).toEqual({ a: "b" });
});

test("a missing Struct is an empty bag", () => {
  expect(decode(undefined)).toEqual({ value: {}, secrets: [] });
});

test("unknown values are found at any depth and taken out with the lists that hold them", () => {
  const value = { a: [{ b: UNKNOWN }], c: { d: UNKNOWN, e: 1 }, f: [2] };
  expect(hasUnknown(value)).toBe(true);
  expect(withoutUnknown(value)).toEqual({ c: { e: 1 }, f: [2] });
  expect(hasUnknown(withoutUnknown(value))).toBe(false);
});

test("paths are written as Pulumi writes them", () => {
  expect(formatPath(["spec", "job", "args", 0])).toBe("spec.job.args[0]");
  expect(formatPath(["data", "a.b"])).toBe('data["a.b"]');
});

test("equality ignores the order of keys, and tells a missing key from null", () => {
  expect(equal({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
  expect(equal({ a: null }, {})).toBe(false);
  expect(equal([1, 2], [2, 1])).toBe(false);
  expect(equal({ a: null }, { b: null })).toBe(false);
});
