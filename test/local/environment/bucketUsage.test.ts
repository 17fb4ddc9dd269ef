import { describe, expect, test } from "vitest";
import { parseListing } from "../../../local/environment/bucketUsage.ts";

describe("a listing of the bucket", () => {
  test("gives objects, not folder markers, with names as they are", () => {
    const xml =
      "<ListBucketResult><Contents><Key>a&amp;b/_metadata</Key><Size>12</Size></Contents><Contents><Key>a/</Key><Size>0</Size></Contents></ListBucketResult>";
    expect(parseListing(xml)).toEqual([{ key: "a&b/_metadata", bytes: 12 }]);
  });

  test("of an empty bucket is empty", () => {
    expect(parseListing("<ListBucketResult></ListBucketResult>")).toEqual([]);
  });
});
