import { describe, expect, test } from "vitest";
import { awsRegion, googleCloudRegion } from "../../../model/index.ts";

describe("a region", () => {
  test.each(["eu-central-1", "us-gov-west-1", "ap-southeast-5", "il-central-1", "us-iso-east-1"])("of AWS may be %s", (region) => {
    expect(awsRegion(region, "region")).toBe(region);
  });

  test.each(["europe-west3", "us-central1", "northamerica-northeast1", "me-central2", "africa-south1"])(
    "of Google Cloud may be %s",
    (region) => {
      expect(googleCloudRegion(region, "region")).toBe(region);
    },
  );

  test.each(["frankfurt", "eu-central1", "EU-CENTRAL-1", "europe-west3", ""])("of AWS is not %j", (region) => {
    expect(() => awsRegion(region, "eks.region")).toThrow(/eks\.region is ".*": must be the name of an AWS region, such as eu-central-1/);
  });

  test.each(["frankfurt", "europe-west-3", "EUROPE-WEST3", "eu-central-1", "EU"])("of Google Cloud is not %j", (region) => {
    expect(() => googleCloudRegion(region, "gke.region")).toThrow(/gke\.region is ".*": must be the name of a Google Cloud region/);
  });

  test("must be set", () => {
    expect(() => Reflect.apply(awsRegion, undefined, [undefined, "eks.region"])).toThrow(
      /^eks\.region is not set: must be the name of an AWS region/,
    );
    expect(() => Reflect.apply(googleCloudRegion, undefined, [undefined, "gke.region"])).toThrow(
      /^gke\.region is not set: must be the name of a Google Cloud region/,
    );
  });

  test("is not a zone, and the error says so", () => {
    expect(() => awsRegion("eu-central-1a", "region")).toThrow(/Leave out the letter of the zone/);
    expect(() => googleCloudRegion("europe-west3-b", "region")).toThrow(/Leave out the letter of the zone/);
  });
});
