import { describe, expect, test } from "vitest";
import { plain, shortened } from "../../../../policies/check/report/plainText.ts";

describe("text of others on a terminal", () => {
  test("begins no line, no command of CI and no colour, and turns no direction", () => {
    expect(plain("x\n::error::pwned\r\u001b[2J\u202e\u2028")).toBe("x\\u000a::error::pwned\\u000d\\u001b[2J\\u202e\\u2028");
  });

  test("letters stay as they are", () => {
    expect(plain("bücher: 10 €, 東京 “x” 👍")).toBe("bücher: 10 €, 東京 “x” 👍");
  });
});

describe("a long text", () => {
  test("keeps its beginning, and says how long it is", () => {
    expect(shortened("a".repeat(500))).toBe("a".repeat(500));
    expect(shortened("a".repeat(501))).toBe(`${"a".repeat(500)}… (501 characters)`);
  });

  test("is cut between letters", () => {
    expect(shortened("👍👍", 3)).toBe("👍\ufffd… (4 characters)");
  });
});
