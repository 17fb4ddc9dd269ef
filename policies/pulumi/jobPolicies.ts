/** From rules on jobs to policies of the engine: one for each rule, on every FlinkDeployment that has a job. */
import type { ResourceRemediation, ResourceValidation, ResourceValidationPolicy } from "@pulumi/policy";
import { FLINK_DEPLOYMENT_TYPE, isObject, type JobView, readJobView } from "../../model/index.ts";
import { NOT_EVALUATED } from "../config/packConfig.ts";
import { jobResource } from "../jobResource.ts";
import type { Pack } from "../packs/pack.ts";
import { type Clock, configured } from "./configured.ts";
import { described } from "./described.ts";
import { Unevaluated } from "./notEvaluated.ts";
import { remediateJob } from "./remediateJob.ts";
import { reportOutcome } from "./report.ts";
import { attemptBehindProxy, attemptKnown } from "./unknowns.ts";

/** The mark lets the SDK's server skip other resources before it decodes their properties. */
const ON_FLINK_DEPLOYMENT = { __pulumiType: FLINK_DEPLOYMENT_TYPE } as const;

/** The policies of a pack on jobs, and at their end the one that says what was not evaluated. */
export function jobPolicies(pack: Pack, clock: Clock = () => new Date()): ResourceValidationPolicy[] {
  const unevaluated = new Unevaluated();
  return [
    ...pack.jobs.map((entry): ResourceValidationPolicy => {
      const prepared = configured(entry, clock);
      const validate: ResourceValidation = (args, reportViolation) => {
        const view = viewOf(args.props);
        if (view.hasJob === false) args.notApplicable("a session cluster has no job of its own");
        const outcome = prepared(args.getConfig<Record<string, unknown>>())(view, jobResource(view, args.name));
        reportOutcome(outcome, reportViolation);
        unevaluated.add(args.urn, entry.rule.id, outcome.notEvaluated);
      };
      const remediate: ResourceRemediation = (args) => {
        const view = readJobView(args.props, attemptKnown);
        const outcome = prepared(args.getConfig<Record<string, unknown>>())(view, jobResource(view, args.name));
        return view.hasJob === true ? remediateJob(args.props, view, outcome.findings) : undefined;
      };
      return {
        ...described(entry),
        validateResource: Object.assign(validate, ON_FLINK_DEPLOYMENT),
        ...(entry.rule.remediable === true ? { remediateResource: Object.assign(remediate, ON_FLINK_DEPLOYMENT) } : {}),
      };
    }),
    {
      name: NOT_EVALUATED,
      description: "Every rule on a job can be evaluated: mandatory here makes the pack strict.",
      enforcementLevel: "advisory",
      validateResource: Object.assign<ResourceValidation, typeof ON_FLINK_DEPLOYMENT>((args, reportViolation) => {
        const message = unevaluated.take(args.urn);
        if (message !== undefined) reportViolation(message);
      }, ON_FLINK_DEPLOYMENT),
    },
  ];
}

/** By the properties behind the SDK's proxies: in a bundle all policies are given the same ones, and share what was read of them. */
const VIEWS = new WeakMap<object, JobView>();

function viewOf(properties: Record<string, unknown>): JobView {
  const target: unknown = Reflect.get(properties, "__getSpecialProxyTarget");
  if (!isObject(target)) return readJobView(properties, attemptKnown);
  let view = VIEWS.get(target);
  if (view === undefined) VIEWS.set(target, (view = readJobView(target, attemptBehindProxy)));
  return view;
}
