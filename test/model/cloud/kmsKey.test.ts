import { describe, expect, test } from "vitest";
import { awsKmsKey, googleKmsKey, googleProject } from "../../../model/index.ts";

const aws = { field: "eks.kmsKeyArn", region: "eu-central-1", otherwise: "a key of its own" };
const google = { field: "gke.kmsKey", region: "europe-west3", multiRegions: true, otherwise: "Google's own encryption at rest" };
const ARN = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const NAME = "projects/acme/locations/europe-west3/keyRings/flink/cryptoKeys/state";

describe("a key", () => {
  test.each([ARN, ARN.replace(":aws:", ":aws-us-gov:"), ARN.replace("1234abcd", "mrk-1234abcd")])("of AWS may be %s", (arn) => {
    expect(awsKmsKey(arn, aws)).toBe(arn);
  });

  test.each([NAME, NAME.replace("europe-west3", "europe"), NAME.replace("europe-west3", "global")])("of Google may be %s", (name) => {
    expect(googleKmsKey(name, google)).toBe(name);
  });

  test.each(["alias/state", ARN.replace("key/", "alias/"), "1234abcd-12ab-34cd-56ef-1234567890ab"])("of AWS is not %s", (text) => {
    expect(() => awsKmsKey(text, aws)).toThrow(
      /eks\.kmsKeyArn is ".*": must be the ARN of a KMS key, not an alias.*leave it out for a key of its own\./,
    );
  });

  test.each(["state", `${NAME}/cryptoKeyVersions/1`, "projects/acme/cryptoKeys/state"])("of Google is not %s", (text) => {
    expect(() => googleKmsKey(text, google)).toThrow(
      /gke\.kmsKey is ".*": must be the resource name of a Cloud KMS key, without a version.*leave it out for Google's own/,
    );
  });

  test("is of the region of what it encrypts", () => {
    expect(() => awsKmsKey(ARN.replace("eu-central-1", "us-east-1"), aws)).toThrow(/must be a key of eu-central-1, not of us-east-1/);
    expect(() => googleKmsKey(NAME.replace("west3", "west1"), google)).toThrow(/must be a key of europe-west3, not of europe-west1/);
    expect(() => googleKmsKey(NAME.replace("europe-west3", "europe"), { ...google, multiRegions: false })).toThrow(/not of europe\./);
  });
});

describe("a project of Google Cloud", () => {
  test.each(["acme-streaming", "example.com:acme-streaming", "abcdef"])("may be %s", (id) => {
    expect(googleProject(id, "gke.project")).toBe(id);
  });

  test.each(["Acme", "acme", "123456789012", "acme-", "acme streaming", "a".repeat(31)])("is not %s", (id) => {
    expect(() => googleProject(id, "gke.project")).toThrow(/gke\.project is ".*": must be the id of a project: 6 to 30/);
  });

  test("must be set", () => {
    expect(() => Reflect.apply(googleProject, undefined, [undefined, "gke.project"])).toThrow(
      /^gke\.project is not set: must be the id of a project.*Take the id/,
    );
  });
});
