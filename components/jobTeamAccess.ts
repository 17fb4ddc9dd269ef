/** What a job team may do in a job namespace: manage its jobs and look at them, and nothing of the operator or the cluster. */
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { JOB_SERVICE_ACCOUNT } from "./flinkOperator/deployment.ts";

/** Name of the Role and its binding in each job namespace. */
const NAME = "beam-job-team";

const WRITE = ["get", "list", "watch", "create", "update", "patch", "delete"];
const READ = ["get", "list", "watch"];

/** What a stack of jobs makes (`StreamingPlatform.job`), and what a person looks at. */
const RULES: k8s.types.input.rbac.v1.PolicyRule[] = [
  { apiGroups: ["flink.apache.org"], resources: ["flinkdeployments", "flinkdeployments/scale", "flinkstatesnapshots"], verbs: WRITE },
  // What scales a reactive job.
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: WRITE },
  { apiGroups: ["keda.sh"], resources: ["scaledobjects"], verbs: WRITE },
  // Application configuration, keys of an S3-compatible server, and each job's own account.
  { apiGroups: [""], resources: ["configmaps", "secrets", "serviceaccounts"], verbs: WRITE },
  { apiGroups: ["rbac.authorization.k8s.io"], resources: ["rolebindings"], verbs: WRITE },
  // Without "bind" Kubernetes refuses a binding to a Role with more rights than one has.
  { apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles"], verbs: ["get", "bind"], resourceNames: [JOB_SERVICE_ACCOUNT] },
  { apiGroups: [""], resources: ["pods", "pods/log", "services", "events"], verbs: READ },
  // The Web UI, through kubectl port-forward.
  { apiGroups: [""], resources: ["pods/portforward"], verbs: ["create"] },
  // Flink's REST API: where the last checkpoint of a job that is deleted is.
  { apiGroups: [""], resources: ["services/proxy"], verbs: ["get"] },
];

/** Makes the Role and binds it to `groups`. */
export function jobTeamAccess(
  name: string,
  { namespace, groups }: { readonly namespace: string; readonly groups: readonly string[] },
  opts: pulumi.CustomResourceOptions,
): void {
  const metadata = { name: NAME, namespace };
  const role = new k8s.rbac.v1.Role(`${name}-role`, { metadata, rules: RULES }, opts);
  const apiGroup = "rbac.authorization.k8s.io";
  void new k8s.rbac.v1.RoleBinding(
    `${name}-role-binding`,
    {
      metadata,
      roleRef: { apiGroup, kind: "Role", name: role.metadata.name },
      subjects: groups.map((group) => ({ kind: "Group", apiGroup, name: group })),
    },
    opts,
  );
}
