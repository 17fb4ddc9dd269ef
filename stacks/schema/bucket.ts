/** What an environment's config may say of its bucket. Forms and ranges are checked by the component. */
import { z } from "zod";
import type { GcsBucketArgs, S3BucketArgs } from "../../components/index.ts";
import { text } from "./common.ts";

const common = {
  bucket: text,
  existing: z.boolean().optional(),
  undeleteDays: z.int().optional(),
  abortUploadsAfterDays: z.int().optional(),
  protect: z.boolean().optional(),
  forceDestroy: z.boolean().optional(),
};

const s3 = z.strictObject({
  ...common,
  region: text,
  kmsKeyArn: text.optional(),
  identity: z.enum(["pod-identity", "irsa"]).optional(),
  permissionsBoundaryArn: text.optional(),
}) satisfies z.ZodType<S3BucketArgs>;

const gcs = z.strictObject({
  ...common,
  project: text,
  location: text,
  kmsKey: text.optional(),
}) satisfies z.ZodType<GcsBucketArgs>;

/** Its keys come from the machine, never from a committed file. */
const endpoint = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  bucket: text,
  region: text.optional(),
});

export const bucket = z.strictObject({ s3: s3.optional(), gcs: gcs.optional(), endpoint: endpoint.optional() });
