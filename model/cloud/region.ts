/** Names of cloud regions, checked by their form: which ones exist changes every few months. */
import { ArgumentError } from "../argumentError.ts";
import { matches } from "../matches.ts";

const AWS_REGION = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/;
const GOOGLE_CLOUD_REGION = /^[a-z]+(-[a-z]+)+\d{1,2}$/;

/** `value`, when it has the form of an AWS region: `eu-central-1`. */
export function awsRegion(value: string, field: string): string {
  if (matches(value, AWS_REGION)) return value;
  throw new ArgumentError({
    field,
    value,
    rule: "must be the name of an AWS region, such as eu-central-1",
    remedy: /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/.test(value)
      ? "Leave out the letter of the zone."
      : "Write it as the AWS console shows it, in lower case.",
  });
}

/** `value`, when it has the form of a Google Cloud region: `europe-west3`. */
export function googleCloudRegion(value: string, field: string): string {
  if (matches(value, GOOGLE_CLOUD_REGION)) return value;
  throw new ArgumentError({
    field,
    value,
    rule: "must be the name of a Google Cloud region, such as europe-west3",
    remedy: /^[a-z]+(-[a-z]+)+\d-[a-z]$/.test(value)
      ? "Leave out the letter of the zone."
      : "Write it as the Google Cloud console shows it, in lower case.",
  });
}
