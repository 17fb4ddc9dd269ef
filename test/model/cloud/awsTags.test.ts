import { describe, expect, test } from "vitest";
import { checkAwsTags } from "../../../model/index.ts";

const check = (tags: object) => Reflect.apply(checkAwsTags, undefined, [tags, "tags"]);
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, ""]));

describe("tags on AWS", () => {
  test.each<Record<string, string>>([
    {},
    { Team: "Data Platform", "cost:center/1": "a+b=c@d_e.f" },
    { Abteilung: "Überwachung", 部署: "データ" },
    { empty: "" },
    { ["k".repeat(128)]: "v".repeat(256) },
    { ["𝒌".repeat(128)]: "v" },
    { laws: "aws:", "my-aws:key": "x" },
    many(40),
  ])("may be %o", (tags) => {
    expect(() => check(tags)).not.toThrow();
  });

  test.each<[string, Record<string, unknown>, string]>([
    [
      "an empty key",
      { "": "x" },
      'tags[""] is "": must have a key of 1 to 128 letters, digits, spaces and + - = . _ : / @, as tags of AWS.',
    ],
    ["a key that is too long", { ["k".repeat(129)]: "x" }, "must have a key of 1 to 128 letters"],
    ["a key with other characters", { "team!": "x" }, 'tags["team!"] is "team!": must have a key of 1 to 128 letters'],
    ["a key with a line break", { "team\n": "x" }, "must have a key of 1 to 128 letters"],
    [
      "a key of AWS's own",
      { "aws:created": "x" },
      'tags["aws:created"] is "aws:created": must have a key that does not begin with "aws:": AWS keeps those for itself. Choose another key.',
    ],
    ["a key of AWS's own in capitals", { "AWS:created": "x" }, 'must have a key that does not begin with "aws:"'],
    [
      "two keys of one spelling",
      { Team: "a", stage: "b", team: "a" },
      'tags["team"] is "team": must differ from "Team" by more than its case: to IAM both are one key. Leave one of the two out.',
    ],
    [
      "a value that is too long",
      { team: "v".repeat(257) },
      `tags["team"] is "${"v".repeat(257)}": must have at most 256 letters, digits, spaces and + - = . _ : / @, as tags of AWS. ` +
        "Shorten it or leave out other characters.",
    ],
    ["a value with other characters", { team: "a,b" }, 'tags["team"] is "a,b": must have at most 256 letters'],
    ["a value that is not set", { team: undefined }, 'tags["team"] is not set: must have at most 256 letters'],
    ["a number", { team: 7 }, 'tags["team"] is 7: must have at most 256 letters'],
    [
      "more than there is room for",
      many(41),
      'tags is "41 tags": must be at most 40: AWS takes 50 for each resource, and this package and EKS add their own. Leave some out.',
    ],
  ])("are refused: %s", (_, tags, message) => {
    expect(() => check(tags)).toThrow(message);
  });
});
