/** How much lies in the bucket, asked of the S3 server itself. */
import { AwsClient } from "aws4fetch";
import { UserError } from "../support/errors.ts";
import type { Kubectl } from "./kubectl.ts";
import { BUCKET, S3_NAMESPACE, S3_PORT, S3_REGION, S3_SERVICE, type S3Keys } from "./s3Server.ts";

export interface BucketObject {
  readonly key: string;
  readonly bytes: number;
}

/** All objects under `prefix`. */
export function listBucket(kubectl: Kubectl, keys: S3Keys, prefix = ""): Promise<BucketObject[]> {
  return kubectl.forward(S3_NAMESPACE, S3_SERVICE, S3_PORT, async (port) => {
    const client = new AwsClient({ accessKeyId: keys.accessKey, secretAccessKey: keys.secretKey, service: "s3", region: S3_REGION });
    const objects: BucketObject[] = [];
    for (let token: string | undefined = "first"; token !== undefined;) {
      const query = new URLSearchParams({ "list-type": "2", prefix, ...(token === "first" ? {} : { "continuation-token": token }) });
      const response = await client.fetch(`http://127.0.0.1:${port}/${BUCKET}?${query}`).catch((error: unknown) => {
        throw new UserError(`the S3 server does not answer: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      });
      const text = await response.text();
      if (!response.ok) throw new UserError(`the S3 server refuses to list the bucket ${BUCKET}: ${response.status} ${text.slice(0, 200)}`);
      objects.push(...parseListing(text));
      token = tag(text, "NextContinuationToken");
    }
    return objects;
  });
}

/** The objects of a ListObjectsV2 answer; keys of folders (markers) end with a slash and are left out. */
export function parseListing(xml: string): BucketObject[] {
  const contents = xml.matchAll(/<Contents>(.*?)<\/Contents>/gs);
  return [...contents]
    .map(([, content = ""]) => ({ key: unescape(tag(content, "Key") ?? ""), bytes: Number(tag(content, "Size") ?? 0) }))
    .filter(({ key }) => !key.endsWith("/"));
}

function tag(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}

function unescape(text: string): string {
  const entities: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);
}
