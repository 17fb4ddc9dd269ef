import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { exactlyOne, requireSet, validated } from "../../components/validation.ts";
import { ArgumentError } from "../../model/index.ts";

describe("requireSet", () => {
  test.each(["orders", 0, false, pulumi.output("later"), Promise.resolve("later")])("takes %o", (value) => {
    expect(() => requireSet(value, "jobName", "Give the name of the job.")).not.toThrow();
  });

  test.each([
    [undefined, "not set"],
    [null, "not set"],
    ["", '""'],
  ])("refuses %o", (value, quoted) => {
    expect(() => requireSet(value, "jobName", "Give the name of the job.")).toThrow(
      `jobName is ${quoted}: must be set. Give the name of the job.`,
    );
  });
});

describe("exactlyOne", () => {
  const args: { s3?: object; gcs?: object } = {};

  test("names the one that is given", () => {
    expect(exactlyOne({ ...args, gcs: {} }, ["s3", "gcs"], "bucket")).toBe("gcs");
  });

  test.each([
    [args, 'bucket is "empty": must have exactly one of s3, gcs. Set one of them.'],
    [{ s3: {}, gcs: {} }, 'bucket is "s3 and gcs": must have exactly one of s3, gcs. Keep one of them.'],
  ])("refuses %o", (given, message) => {
    expect(() => exactlyOne(given, ["s3", "gcs"], "bucket")).toThrow(message);
  });
});

describe("validated", () => {
  test("returns what is planned", () => {
    expect(validated("BeamJob", "orders", () => 7)).toBe(7);
  });

  test("names the component of a refused argument, and leaves other errors alone", () => {
    const refused = () => {
      throw new ArgumentError({ field: "jobName", value: 1, rule: "must be a text", remedy: "Quote it." });
    };
    expect(() => validated("BeamJob", "orders", refused)).toThrow('BeamJob "orders": jobName is 1: must be a text. Quote it.');
    expect(() => validated("BeamJob", "orders", refused)).toThrow(pulumi.ResourceError);
    const broken = () => {
      throw new RangeError("a mistake of the program");
    };
    expect(() => validated("BeamJob", "orders", broken)).toThrow(new RangeError("a mistake of the program"));
  });
});
