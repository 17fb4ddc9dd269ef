/**
 * From rules on buckets and clusters to policies of the engine. They look at the stack as a whole, since what is said of a bucket stands in
 * several resources: the engine asks them at the end of a preview, and once more at the end of an update.
 */
import type {
  PolicyResource,
  ReportViolation,
  ResourceRemediation,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import {
  type BucketView,
  type CloudResource,
  type ClusterView,
  readBucketViews,
  readClusterView,
  remediatePublicAccess,
  remediateUploads,
} from "../../model/index.ts";
import { NOT_EVALUATED_INFRASTRUCTURE } from "../config/packConfig.ts";
import type { Pack, PackEntry } from "../packs/pack.ts";
import { type Clock, configured } from "./configured.ts";
import { described } from "./described.ts";
import { Unevaluated } from "./notEvaluated.ts";
import { reportOutcome } from "./report.ts";
import { attemptKnown } from "./unknowns.ts";

/** A subject of rules in a stack. */
interface Subject<View> {
  readonly view: View;
  readonly name: string;
  readonly urn: string;
}

/** A policy on the stack, which may also remediate a resource: the SDK's server takes both, its types only one of them. */
export type InfrastructurePolicy = StackValidationPolicy & Pick<ResourceValidationPolicy, "remediateResource">;

/** The policies of a pack on buckets and clusters, and at their end the one that says what was not evaluated. */
export function infrastructurePolicies(pack: Pack, clock: Clock = () => new Date()): InfrastructurePolicy[] {
  const unevaluated = new Unevaluated();
  const policies = <View>(
    entries: readonly PackEntry<View>[],
    subjects: (resources: readonly CloudResource[]) => readonly Subject<View>[],
  ) =>
    entries.map((entry): InfrastructurePolicy => {
      const prepared = configured(entry, clock);
      return {
        ...described(entry),
        validateStack: (args, reportViolation) => {
          const run = prepared(args.getConfig<Record<string, unknown>>());
          for (const { view, name, urn } of subjects(cloudResources(args))) {
            const outcome = run(view, name);
            reportOutcome(outcome, reportViolation, urn);
            unevaluated.add(urn, entry.rule.id, outcome.notEvaluated);
          }
        },
        ...remediation(entry.rule.id),
      };
    });
  return [
    ...policies(pack.buckets, bucketSubjects),
    ...policies(pack.clusters, clusterSubjects),
    {
      name: NOT_EVALUATED_INFRASTRUCTURE,
      description: "Every rule on a bucket or cluster can be evaluated: mandatory here makes the pack strict.",
      enforcementLevel: "advisory",
      validateStack: (_: StackValidationArgs, reportViolation: ReportViolation) => {
        for (const urn of unevaluated.urns()) reportViolation(unevaluated.take(urn) ?? "", urn);
      },
    },
  ];
}

function bucketSubjects(resources: readonly CloudResource[]): readonly Subject<BucketView>[] {
  return readBucketViews(resources, attemptKnown).map((view) => subject(view, view.name, view.bucket.resource));
}

function clusterSubjects(resources: readonly CloudResource[]): readonly Subject<ClusterView>[] {
  return resources.flatMap((resource) => {
    const view = readClusterView(resource, attemptKnown);
    return view === undefined ? [] : [subject(view, view.name, resource)];
  });
}

/** A subject goes by its name in the cloud, or in the program where that is not known yet. */
function subject<View>(view: View, name: unknown, resource: CloudResource): Subject<View> {
  return { view, name: typeof name === "string" ? name : resource.name, urn: resource.urn };
}

/** The stack's resources as the model reads them. */
function cloudResources({ resources }: StackValidationArgs): readonly CloudResource[] {
  return resources.map(cloudResource);
}

function cloudResource({ type, name, urn, parent, opts, props, propertyDependencies }: PolicyResource): CloudResource {
  return {
    type,
    name,
    urn,
    ...(parent === undefined ? {} : { parent: parent.urn }),
    protect: opts.protect,
    properties: props,
    dependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([property, list]) => [property, list.map((one) => one.urn)]),
    ),
  };
}

/** What the engine may put right before it asks the rules, where a pack is told to: changes of any bucket's properties, by rule. */
const REMEDIATIONS: Readonly<Record<string, typeof remediatePublicAccess>> = {
  "bucket-public-access": remediatePublicAccess,
  "bucket-lifecycle": remediateUploads,
};

function remediation(rule: string): Pick<ResourceValidationPolicy, "remediateResource"> {
  const changes = REMEDIATIONS[rule];
  if (changes === undefined) return {};
  const remediateResource: ResourceRemediation = ({ type, props }) => {
    const changed = changes(type, props, attemptKnown);
    // In place: a copy of the SDK's proxy would read what is not known.
    return changed === undefined ? undefined : Object.assign(props, changed);
  };
  return { remediateResource };
}
