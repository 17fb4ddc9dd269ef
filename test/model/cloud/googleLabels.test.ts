import { describe, expect, test } from "vitest";
import { checkGoogleLabels } from "../../../model/index.ts";

const check = (labels: object) => Reflect.apply(checkGoogleLabels, undefined, [labels, "tags"]);

describe("labels on Google Cloud", () => {
  test("may be lower-case, empty, and have digits, hyphens and underscores", () => {
    expect(() => check({ team: "data_1", "cost-center": "42", empty: "", ["k".repeat(63)]: "v".repeat(63) })).not.toThrow();
  });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ Team: "data" }, /^tags\["Team"\] is "Team": must have a key that begins with a lower-case letter/],
    [{ "1st": "data" }, /^tags\["1st"\] is "1st": must have a key/],
    [{ ["k".repeat(64)]: "data" }, /must have a key/],
    [{ team: "Data Platform" }, /^tags\["team"\] is "Data Platform": must have at most 63 lower-case letters/],
    [{ team: "a".repeat(64) }, /^tags\["team"\] is "a{64}"/],
    [{ team: undefined }, /^tags\["team"\] is not set: must have at most 63/],
    [Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`l${index}`, ""])), /^tags is "51 labels": must be at most 50/],
  ])("are refused: %o", (labels, message) => {
    expect(() => check(labels)).toThrow(message);
  });
});
