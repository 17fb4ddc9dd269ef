/** What a file holds, as the check goes through it. */
import type { BucketView, ClusterView, JobView, ManifestPath } from "../../../model/index.ts";
import type { Position } from "../source/position.ts";
import type { PulumiStep } from "./pulumiResources.ts";
import type { SourceProblem } from "../source/sourceDocument.ts";

/** What all subjects of rules have. */
interface Located {
  /** `namespace/name`, or a name alone: what waivers name and reports show. */
  readonly resource: string;
  /** Position of a path in the resource, or in that of its parts which has the URN. */
  locate(path: ManifestPath, urn?: string): Position;
}

/** What Pulumi says of a resource. */
export interface PulumiOrigin {
  readonly urn: string;
  /** What a preview does with it; undefined in a state. */
  readonly step?: PulumiStep;
}

/** A job, bucket or cluster that rules look at. */
export type Subject =
  | (Located & { readonly kind: "job"; readonly view: JobView; readonly pulumi?: PulumiOrigin })
  | (Located & { readonly kind: "bucket"; readonly view: BucketView })
  | (Located & { readonly kind: "cluster"; readonly view: ClusterView });

/** Something that no rule is for. */
export interface PassedOver {
  readonly kind: "passedOver";
  /** Its kind in Kubernetes or its type in Pulumi. */
  readonly what: string;
  /** What else the document would have is not in it. */
  readonly incomplete?: true;
}

/** Something that cannot be read. */
export interface Unreadable extends SourceProblem {
  readonly kind: "unreadable";
}
