/** The service account of one job: an identity of its own, so that a job reaches its own folder of the bucket and no other's. */
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { JOB_SERVICE_ACCOUNT } from "./flinkOperator/deployment.ts";

/** Name of the service account of the job `jobName`; the prefix keeps it apart from `default` and the operator's `flink`. */
export const jobServiceAccountName = (jobName: string) => `job-${jobName}`;

export interface JobServiceAccountArgs {
  readonly jobName: string;
  readonly namespace: string;
  readonly annotations: { readonly [key: string]: pulumi.Input<string> } | undefined;
}

/** Makes the account and binds it to the Role that FlinkOperator makes for jobs in each watched namespace. */
export function jobServiceAccount(name: string, args: JobServiceAccountArgs, opts: pulumi.CustomResourceOptions): pulumi.Resource[] {
  const { namespace, annotations } = args;
  const metadata = { name: jobServiceAccountName(args.jobName), namespace };
  const account = new k8s.core.v1.ServiceAccount(
    `${name}-service-account`,
    { metadata: annotations === undefined ? metadata : { ...metadata, annotations } },
    opts,
  );
  const binding = new k8s.rbac.v1.RoleBinding(
    `${name}-role-binding`,
    {
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: JOB_SERVICE_ACCOUNT },
      subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace }],
    },
    opts,
  );
  return [account, binding];
}
