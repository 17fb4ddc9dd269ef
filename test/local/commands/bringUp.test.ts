import { expect, test } from "vitest";
import { describeChanges } from "../../../local/commands/bringUp.ts";

test("changes are told in words, and unchanged ones are no changes", () => {
  expect(describeChanges({ same: 20, update: 1, delete: 2 })).toBe("3 changes (20 unchanged, 1 updated, 2 deleted)");
  expect(describeChanges({ same: 20 })).toBe("0 changes (20 unchanged)");
});
