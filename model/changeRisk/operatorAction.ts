/**
 * What the operator does about a changed field, by the annotations of its own spec classes: a field without one is redeployed. Sources:
 * `@SpecDiff` of `AbstractFlinkSpec`, `JobSpec` and `TaskManagerSpec`, read from the classes of operator 1.10.0; the table in "Spec Diff and
 * Upgrade Decisions" of the operator's documentation, which has `autoscalerResetNonce` besides; `ReflectiveDiffBuilder` and `DiffType`.
 */
import { type Known, UNKNOWN } from "../views/known.ts";
import type { ManifestPath } from "../views/place.ts";

/** Ignored: read when it is needed. Scaled: in place where Flink can. Redeployed: the job is stopped and started. */
export type OperatorAction = "ignored" | "scaled" | "redeployed" | "redeployedFromSavepoint";

/** How the operator runs Flink: `spec.mode`, native where it is not set. */
export type DeploymentMode = Known<"native" | "standalone">;

/** Fields of the job that are read only when the operator needs them. */
const ON_DEMAND = new Set([
  "savepointTriggerNonce",
  "checkpointTriggerNonce",
  "autoscalerResetNonce",
  "initialSavepointPath",
  "upgradeMode",
  "allowNonRestoredState",
]);

/** Beginnings of keys of Flink's configuration that are the operator's or its autoscaler's. */
const IGNORED_KEYS = ["job.autoscaler", "parallelism.default", "kubernetes.operator"];

const OVERRIDES = "pipeline.jobvertex-parallelism-overrides";

/** What becomes of a changed key of Flink's configuration. */
export function actionOnSetting(key: string, mode: DeploymentMode): OperatorAction {
  if (IGNORED_KEYS.some((prefix) => key.startsWith(prefix))) return "ignored";
  return key.startsWith(OVERRIDES) && mode === "native" ? "scaled" : "redeployed";
}

/** What becomes of any other changed field; `cleared` where it is not there afterwards. */
export function actionOnField([root, field, inner]: ManifestPath, mode: DeploymentMode, cleared: Known<boolean>): OperatorAction {
  if (root === "metadata") return "ignored";
  if (field === "restartNonce") return cleared === true ? "ignored" : "redeployed";
  if (field === "taskManager" && inner === "replicas") return mode === "standalone" ? "scaled" : "redeployed";
  if (field !== "job") return "redeployed";
  if (typeof inner === "string" && ON_DEMAND.has(inner)) return "ignored";
  if (inner === "parallelism") return mode === "standalone" ? "scaled" : "redeployed";
  if (inner === "savepointRedeployNonce") return cleared === true ? "ignored" : "redeployedFromSavepoint";
  return "redeployed";
}

/** The mode of a FlinkDeployment. */
export function deploymentMode(text: Known<string | undefined>): DeploymentMode {
  if (text === UNKNOWN) return UNKNOWN;
  return text === "standalone" ? "standalone" : "native";
}
