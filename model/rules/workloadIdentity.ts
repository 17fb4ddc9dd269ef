/** A job reaches its cloud by its own identity: no static key stands in its configuration, environment or arguments. */
import { z } from "zod";
import { readCommandLine } from "../views/commandLine.ts";
import { isTellableName } from "../views/credentialNames.ts";
import type { JobView } from "../views/jobView.ts";
import { isObject, readList, scalarText, UNKNOWN } from "../views/known.ts";
import type { ManifestPath, Place } from "../views/place.ts";
import { podContainers } from "../views/podContainers.ts";
import { defineRule, type Finding, ruleResult } from "../rule.ts";
import { argumentCredential, isCredentialKey, isCredentialVariable, settingCredential, visibleKey } from "../staticCredentials.ts";

export const workloadIdentity = defineRule({
  id: "workload-identity",
  title: "The job has no access key of a cloud in its Flink configuration, environment or arguments.",
  reason:
    "A key in the FlinkDeployment can be read by everybody who may read the job, in its ConfigMap and for options in the Web " +
    "UI; it never expires, and SDKs take it before the pod's own identity. EKS Pod Identity, IRSA and GKE Workload Identity " +
    "give each job credentials that last for hours and reach its own prefix only.",
  source:
    "s3.access-key of Flink's S3 file systems (discouraged in its documentation); default credential chains of the AWS and Google Cloud SDKs; AwsOptions of Beam",
  versions: "every Beam on every Flink",
  parameters: z.object({}),
  evaluate(view) {
    const parts = [configuration(view), environment(view), commandLine(view)];
    return ruleResult(
      parts.flatMap(({ findings }) => findings),
      parts.flatMap(({ unknown }) => unknown),
    );
  },
});

interface Part {
  readonly findings: readonly Finding[];
  readonly unknown: readonly string[];
}

const CONFIGURATION: ManifestPath = ["spec", "flinkConfiguration"];

function configuration(view: JobView): Part {
  const findings: Finding[] = [];
  const unknown = new Set<string>();
  const look = (path: ManifestPath): void => {
    const value = view.value(...path);
    const key = path.slice(CONFIGURATION.length).join(".");
    const nested = isObject(value);
    if (key !== "" && !nested && value !== undefined && value !== null && isCredentialKey(key)) {
      findings.push(found(`Flink setting ${key}`, "set", { path }));
    } else if (value === UNKNOWN) {
      unknown.add("Flink configuration");
    } else if (nested) {
      for (const name of Object.keys(value)) look([...path, name]);
    } else {
      const text = readList(value).map(scalarText).join(";") || (scalarText(value) ?? "");
      const credential = settingCredential(key, text);
      if (credential !== undefined) findings.push(found(`Flink setting ${key}`, credential, { path }));
    }
  };
  look(CONFIGURATION);
  return { findings, unknown: [...unknown] };
}

function environment(view: JobView): Part {
  const { paths, incomplete } = podContainers(view, "containers", "initContainers");
  const findings: Finding[] = [];
  let missing = incomplete;
  for (const path of paths) {
    const variables = view.list(...path, "env");
    if (variables === UNKNOWN) {
      missing = true;
      continue;
    }
    for (const index of variables.keys()) {
      const place = [...path, "env", index];
      const name = view.text(...place, "name");
      const value = view.text(...place, "value");
      if (name === UNKNOWN || value === UNKNOWN) missing = true;
      const isNamed = typeof name === "string" && isCredentialVariable(name);
      const credential = isNamed ? "set" : typeof value === "string" ? visibleKey(value) : undefined;
      if (credential === undefined) continue;
      const field = typeof name === "string" && isTellableName(name) ? `environment variable ${name}` : "environment variable";
      findings.push(found(field, credential, { path: place }));
    }
  }
  return { findings, unknown: missing ? ["environment of the pods"] : [] };
}

function commandLine(view: JobView): Part {
  const parameters = view.arguments();
  if (parameters === UNKNOWN) return { findings: [], unknown: ["arguments"] };
  const options = new Map(readCommandLine(parameters).map((option) => [option.index, option]));
  const findings = parameters.flatMap((parameter, index) => {
    const option = options.get(index);
    // A value behind its option is looked at as an argument of its own.
    const credential = parameter === UNKNOWN ? undefined : argumentCredential(option?.name, parameter);
    if (credential === undefined) return [];
    const field = option !== undefined && isTellableName(option.name) ? `option ${option.name}` : `argument ${index + 1}`;
    return [found(field, credential, { path: ["spec", "job", "args", index] })];
  });
  return { findings, unknown: parameters.includes(UNKNOWN) ? ["arguments"] : [] };
}

/** Never tells the value. */
function found(field: string, value: string, at: Place): Finding {
  return {
    field,
    value,
    limit: "no static key of a cloud",
    remedy:
      "remove it and give the job's service account the rights (storage: the grant of a CheckpointBucket makes the identity), then " +
      "revoke the key",
    at,
  };
}
