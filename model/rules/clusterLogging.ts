/** The control plane of a cluster writes its logs. */
import { z } from "zod";
import { findingOn } from "../views/cloudResource.ts";
import type { ClusterView } from "../views/clusterView.ts";
import { isObject, type Known, UNKNOWN } from "../views/known.ts";
import type { ManifestPath } from "../views/place.ts";
import { defineRule, type RuleResult, ruleResult } from "../rule.ts";

export const clusterLogging = defineRule({
  id: "cluster-logging",
  title: "The control plane of a cluster writes the logs that tell who did what.",
  reason:
    "EKS sends no log of the control plane unless it is told to: without audit and authenticator nobody can tell who deleted a job or read " +
    "a Secret. GKE always keeps audit logs of the API; its system components, which tell why a pod was not scheduled or a node went away, " +
    "are logged by default and can be turned off.",
  source:
    "Amazon EKS User Guide, Send control plane logs to CloudWatch Logs; GKE, About GKE logs: SYSTEM_COMPONENTS and WORKLOADS by default, " +
    "and Audit logging information",
  versions: "pulumi-aws 6 and 7, pulumi-gcp 8 and 9",
  parameters: z.object({
    eksLogTypes: z.array(z.string().min(1)).default(["api", "audit", "authenticator"]).describe("Logs that an EKS cluster must have."),
    gkeComponents: z.array(z.string().min(1)).default(["SYSTEM_COMPONENTS"]).describe("Components of a GKE cluster that must be logged."),
  }),
  evaluate(view: ClusterView, { eksLogTypes, gkeComponents }) {
    const { cluster } = view;
    if (view.cloud === "eks") {
      const types = cluster.list("enabledClusterLogTypes");
      return missingResult(view, types, eksLogTypes, {
        path: ["enabledClusterLogTypes"],
        none: "not set (EKS sends none)",
        remedy: "make the cluster with a StreamingCluster, which turns on all of them, or add them to enabledClusterLogTypes",
      });
    }
    const service = cluster.text("loggingService");
    if (service === "none" && gkeComponents.length > 0) {
      return ruleResult([
        findingOn(cluster, {
          field: "logs of the cluster",
          value: "none (loggingService)",
          limit: gkeComponents.join(", "),
          remedy: "make the cluster with a StreamingCluster, or leave loggingService out",
          at: { path: ["loggingService"] },
          suggestion: "logging.googleapis.com/kubernetes",
        }),
      ]);
    }
    const config = cluster.value("loggingConfig");
    const isDefault = config !== UNKNOWN && !isObject(config);
    const components = isDefault ? ["SYSTEM_COMPONENTS", "WORKLOADS"] : cluster.list("loggingConfig", "enableComponents");
    const result = missingResult(view, components, gkeComponents, {
      path: isDefault ? ["loggingConfig"] : ["loggingConfig", "enableComponents"],
      none: "none",
      remedy: "make the cluster with a StreamingCluster, or add them to loggingConfig.enableComponents",
    });
    return result.status === "compliant" && service === UNKNOWN ? ruleResult([], ["logs of the cluster"]) : result;
  },
});

interface Words {
  readonly path: ManifestPath;
  readonly none: string;
  readonly remedy: string;
}

function missingResult(
  { cluster }: ClusterView,
  items: Known<readonly Known<unknown>[]>,
  required: readonly string[],
  { path, none, remedy }: Words,
): RuleResult {
  const field = "logs of the cluster";
  if (items === UNKNOWN) return ruleResult([], required.length > 0 ? [field] : []);
  const missing = required.filter((one) => !items.includes(one));
  if (missing.length === 0) return ruleResult([]);
  if (items.includes(UNKNOWN)) return ruleResult([], [field]);
  const given = items.map((item) => (typeof item === "string" ? item : "")).filter((item) => item !== "");
  return ruleResult([
    findingOn(cluster, {
      field,
      value: given.length === 0 ? none : given.join(", "),
      limit: `${required.join(", ")} (missing: ${missing.join(", ")})`,
      remedy,
      at: { path },
    }),
  ]);
}
