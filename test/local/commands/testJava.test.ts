import { expect, test } from "vitest";
import { surefireCount } from "../../../local/commands/testJava.ts";

test("the last summary of Maven Surefire counts", () => {
  const output = "Tests run: 3, Failures: 0, Errors: 0, Skipped: 0 -- in A\n[INFO] Tests run: 9, Failures: 1, Errors: 1, Skipped: 0";
  expect(surefireCount(output)).toEqual({ passed: 7, failed: 2 });
  expect(surefireCount("no tests")).toEqual({ passed: 0, failed: 0 });
});
