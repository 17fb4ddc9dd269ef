/** Names of encryption keys in the two clouds' key management services, checked by their form and their region. */
import { ArgumentError } from "../argumentError.ts";

/** A key itself: an alias may mean another key tomorrow, and IAM does not take one as a resource. */
const AWS_KEY = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:key\/[A-Za-z0-9-]+$/;
const GOOGLE_KEY = /^projects\/[^/]+\/locations\/([^/]+)\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/;
/** A multi-region such as "europe" is none; whether it holds a region, Google knows. */
const GOOGLE_REGION = /^[a-z]+(-[a-z]+)+\d{1,2}$/;

/** What to check a key against, and what there is without one. */
export interface KmsKeyContext {
  readonly field: string;
  /** Region of what is encrypted. */
  readonly region: string;
  /** What encrypts where no key is given: "S3's own encryption". */
  readonly otherwise: string;
}

/** `value`, when it is the ARN of a KMS key in the region. */
export function awsKmsKey(value: string, context: KmsKeyContext): string {
  const remedy = `Write it like "arn:aws:kms:${context.region}:123456789012:key/<id>"`;
  return checked(value, AWS_KEY.exec(value)?.[1], context, "must be the ARN of a KMS key, not an alias or an id alone", remedy);
}

/** `value`, when it is the resource name of a Cloud KMS key in the region or, where `multiRegions` are taken, perhaps in one that holds it. */
export function googleKmsKey(value: string, context: KmsKeyContext & { readonly multiRegions: boolean }): string {
  const location = GOOGLE_KEY.exec(value)?.[1];
  const decides = location === undefined || GOOGLE_REGION.test(location) || !context.multiRegions;
  const region = decides ? location : context.region;
  const remedy = `Write it like "projects/p/locations/${context.region}/keyRings/r/cryptoKeys/k"`;
  return checked(value, region, context, "must be the resource name of a Cloud KMS key, without a version", remedy);
}

function checked(
  value: string,
  keyRegion: string | undefined,
  { field, region, otherwise }: KmsKeyContext,
  form: string,
  like: string,
): string {
  if (keyRegion === region) return value;
  throw new ArgumentError({
    field,
    value,
    rule: keyRegion === undefined ? form : `must be a key of ${region}, not of ${keyRegion}`,
    remedy: `${like}, or leave it out for ${otherwise}.`,
  });
}
