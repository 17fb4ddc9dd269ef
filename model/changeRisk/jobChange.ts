/** What has changed between two manifests of one job, and whether the operator stops the job for it. */
import type { JobView } from "../views/jobView.ts";
import { UNKNOWN } from "../views/known.ts";
import { all, any, type Truth } from "../views/threeValued.ts";
import { argumentDifferences } from "./argumentDifferences.ts";
import { type Compared, type Difference, difference } from "./difference.ts";
import { fieldDifferences } from "./fieldDifferences.ts";
import { isScaledInPlace } from "./inPlaceScaling.ts";
import { actionOnField, type DeploymentMode, deploymentMode } from "./operatorAction.ts";
import { settingDifferences } from "./settingDifferences.ts";

/** A job before and after, and what judgements ask about the change. */
export interface JobChange {
  readonly before: JobView;
  readonly after: JobView;
  readonly differences: readonly Difference[];
  /** Fields that are known on neither side: taken as they were. */
  readonly unknownOnBothSides: readonly string[];
  readonly mode: DeploymentMode;
  /** What is scaled is scaled in place. */
  readonly inPlace: Truth;
  /** The operator stops the job and starts it again. */
  readonly restarts: Truth;
}

/** Fields that are compared in ways of their own. */
const OWN_WAYS = new Set(["spec.flinkConfiguration", "spec.job.args"]);

/** Annotations that tools keep for themselves. */
const BOOKKEEPING = new Set(["metadata.annotations.kubectl.kubernetes.io/last-applied-configuration"]);

/** Compares the two. */
export function compareJobs(before: JobView, after: JobView): JobChange {
  const mode = deploymentMode(after.text("spec", "mode"));
  const compared = [
    ...comparedFields(before, after, mode),
    ...argumentDifferences(before, after),
    ...settingDifferences(before, after, mode),
  ];
  const differences = compared.flatMap((one) => ("unknownField" in one ? [] : [one]));
  const redeployed = anyOf(differences, ["redeployed", "redeployedFromSavepoint"]);
  const inPlace = redeployed === true ? false : isScaledInPlace(before, after, mode);
  return {
    before,
    after,
    differences,
    unknownOnBothSides: compared.flatMap((one) => ("unknownField" in one ? [one.unknownField] : [])),
    mode,
    inPlace,
    restarts: any([redeployed, all([anyOf(differences, ["scaled"]), inPlace === UNKNOWN ? UNKNOWN : !inPlace])]),
  };
}

/** Whether there is a difference of these actions; not known where the only ones may be none. */
function anyOf(differences: readonly Difference[], actions: readonly Difference["action"][]): Truth {
  return any(differences.filter(({ action }) => actions.includes(action)).map(({ unknown }) => (unknown ? UNKNOWN : true)));
}

function comparedFields(before: JobView, after: JobView, mode: DeploymentMode): readonly Compared[] {
  return [
    ...fieldDifferences(before, after, ["spec"], OWN_WAYS),
    ...fieldDifferences(before, after, ["metadata", "labels"], BOOKKEEPING),
    ...fieldDifferences(before, after, ["metadata", "annotations"], BOOKKEEPING),
  ].map(({ path, field, name, before: old, after: now }) => {
    if (old === UNKNOWN && now === UNKNOWN) return { unknownField: field };
    const action = actionOnField(path, mode, now === UNKNOWN ? UNKNOWN : now === undefined);
    return difference({ at: { path }, field, name, before: old, after: now, action });
  });
}
