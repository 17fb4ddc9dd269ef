/** Jobs, buckets and clusters among the resources of a Pulumi preview or state. */
import {
  type CloudResource,
  FLINK_DEPLOYMENT_TYPE,
  type ManifestPath,
  readBucketViews,
  readClusterView,
  readJobView,
} from "../../../model/index.ts";
import type { Position } from "../source/position.ts";
import { jobSubject, SESSION_CLUSTER } from "./jobSubject.ts";
import { isBrokenPreview, pulumiResources, type PulumiStep } from "./pulumiResources.ts";
import { attemptTold } from "./pulumiUnknowns.ts";
import type { PassedOver, Subject } from "./subject.ts";

export { isPulumiDocument } from "./pulumiResources.ts";

/** The subjects of the document; every other resource is passed over. */
export function* pulumiSubjects(document: unknown, locate: (path: ManifestPath) => Position): Generator<Subject | PassedOver> {
  if (isBrokenPreview(document)) yield { kind: "passedOver", what: "what a preview that failed has not got to", incomplete: true };
  const all = pulumiResources(document);
  const steps = new Map(all.map(({ resource, step }) => [resource.urn, step]));
  const paths = new Map(all.map(({ resource, path }) => [resource.urn, path]));
  const locateIn = (owner: CloudResource) => (path: ManifestPath, urn?: string) =>
    locate([...(paths.get(urn ?? owner.urn) ?? []), ...path]);
  const resources = all.map(({ resource }) => resource);
  const buckets = new Map(readBucketViews(resources, attemptTold).map((view) => [view.bucket.resource.urn, view]));
  for (const resource of resources) {
    const bucket = buckets.get(resource.urn);
    const cluster = readClusterView(resource, attemptTold);
    const inOwn = locateIn(resource);
    if (bucket !== undefined) yield { kind: "bucket", resource: nameIn(bucket.name, resource), view: bucket, locate: inOwn };
    else if (cluster !== undefined) yield { kind: "cluster", resource: nameIn(cluster.name, resource), view: cluster, locate: inOwn };
    else if (resource.type === FLINK_DEPLOYMENT_TYPE) yield flinkDeployment(resource, steps.get(resource.urn), inOwn);
    else yield { kind: "passedOver", what: resource.type };
  }
}

function flinkDeployment(
  resource: CloudResource,
  step: PulumiStep | undefined,
  locate: (path: ManifestPath) => Position,
): Subject | PassedOver {
  const view = readJobView(resource.properties, attemptTold);
  if (view.hasJob === false) return { kind: "passedOver", what: SESSION_CLUSTER };
  const pulumi = { urn: resource.urn, ...(step === undefined ? {} : { step }) };
  return { ...jobSubject(view, resource.name, locate), pulumi };
}

/** Its name in the cloud, or in the program where that is not known yet. */
function nameIn(name: unknown, resource: CloudResource): string {
  return typeof name === "string" ? name : resource.name;
}
