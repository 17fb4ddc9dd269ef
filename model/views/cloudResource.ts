/**
 * A resource of a stack as every gate can give it: a policy of the engine from the stack's resources, a check of files from
 * `pulumi preview --json` and from state. Its properties may hold values that are not known yet.
 */
import { type Attempt, type Known, readAll, readList, readPath, scalarText, UNKNOWN } from "./known.ts";
import type { ManifestPath } from "./place.ts";
import type { Finding } from "../rule.ts";

/** One resource. Those that the update deletes are none of a stack's resources. */
export interface CloudResource {
  /** Type token of Pulumi: `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** Name in the program. */
  readonly name: string;
  readonly urn: string;
  /** URN of its parent. */
  readonly parent?: string;
  /** Pulumi's resource option `protect`. */
  readonly protect?: boolean;
  /**
   * Its inputs, where a gate has them: what a preview does not know of outputs are often only defaults of the cloud. Else its outputs.
   */
  readonly properties: unknown;
  /** By property, the URNs of the resources that its value comes from. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
}

/** Type token of a FlinkDeployment, however the program made it. */
export const FLINK_DEPLOYMENT_TYPE = "kubernetes:flink.apache.org/v1beta1:FlinkDeployment";

/** Type token of the component whose buckets hold state. */
export const CHECKPOINT_BUCKET_TYPE = "beam-flink:index:CheckpointBucket";

/** A resource and how to read its properties. */
export interface ResourceReader {
  readonly resource: CloudResource;
  /** Any value: `value("versioning", "enabled")`; undefined where there is none. */
  value(...path: ManifestPath): Known<unknown>;
  /** Text of a scalar, a number or boolean written out; undefined for anything else. */
  text(...path: ManifestPath): Known<string | undefined>;
  /** Items of a list; none where there is no list. */
  list(...path: ManifestPath): Known<readonly Known<unknown>[]>;
  /** Text of each scalar of a list; UNKNOWN if one is. */
  texts(...path: ManifestPath): Known<readonly string[]>;
}

/** Reads a resource; `attempt` is called around every read of its properties. */
export function readResource(resource: CloudResource, attempt: Attempt = readAll): ResourceReader {
  const value = (...path: ManifestPath): Known<unknown> => readPath(resource.properties, path, attempt);
  const list = (...path: ManifestPath): Known<readonly Known<unknown>[]> => {
    const found = value(...path);
    return found === UNKNOWN ? UNKNOWN : readList(found, attempt);
  };
  return {
    resource,
    value,
    text(...path) {
      const found = value(...path);
      return found === UNKNOWN ? UNKNOWN : scalarText(found);
    },
    list,
    texts(...path) {
      const items = list(...path);
      if (items === UNKNOWN) return UNKNOWN;
      const texts: string[] = [];
      for (const item of items) {
        if (item === UNKNOWN) return UNKNOWN;
        const text = scalarText(item);
        if (text !== undefined) texts.push(text);
      }
      return texts;
    },
  };
}

/** True for a resource below one of that type: by its parents, and by its URN, which has the types of all of them. */
export function isBelow(resource: CloudResource, type: string, resources: ReadonlyMap<string, CloudResource>): boolean {
  const [, , qualifiedType = ""] = resource.urn.split("::");
  if (qualifiedType.split("$").slice(0, -1).includes(type)) return true;
  const seen = new Set<string>();
  for (let urn = resource.parent; urn !== undefined && !seen.has(urn); urn = resources.get(urn)?.parent) {
    if (resources.get(urn)?.type === type) return true;
    seen.add(urn);
  }
  return false;
}

/** A finding about a resource of a stack: `at` is a path within that resource's properties, the empty one the resource itself. */
export function findingOn({ resource }: ResourceReader, finding: Omit<Finding, "resource">): Finding {
  return { ...finding, resource: resource.urn };
}
