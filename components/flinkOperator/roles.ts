/** What the operator and its jobs may do: the rules of the official chart, per namespace, without its cluster-wide ones. */
import type * as k8s from "@pulumi/kubernetes";

type Rules = k8s.types.input.rbac.v1.PolicyRule[];

const ALL = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

/** In each watched namespace: makes and removes the objects of a Flink cluster, and reports in the custom resource. */
export const OPERATOR_RULES: Rules = [
  { apiGroups: [""], resources: ["pods", "services", "events", "configmaps", "secrets"], verbs: ALL },
  { apiGroups: ["apps"], resources: ["deployments", "deployments/finalizers", "replicasets"], verbs: ALL },
  // Standalone clusters change the number of TaskManagers through the scale subresource.
  { apiGroups: ["apps"], resources: ["deployments/scale"], verbs: ["get", "update", "patch"] },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: ALL },
  {
    apiGroups: ["flink.apache.org"],
    resources: ["flinkdeployments", "flinksessionjobs", "flinkstatesnapshots", "flinkbluegreendeployments"].flatMap((plural) => [
      plural,
      `${plural}/finalizers`,
    ]),
    verbs: ALL,
  },
  {
    apiGroups: ["flink.apache.org"],
    resources: ["flinkdeployments", "flinksessionjobs", "flinkstatesnapshots", "flinkbluegreendeployments"].map(
      (plural) => `${plural}/status`,
    ),
    verbs: ["get", "update", "patch"],
  },
];

/** In its own namespace: the lease by which one of several replicas leads, and events about itself. */
export const LEADER_RULES: Rules = [
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ALL },
  { apiGroups: [""], resources: ["events"], verbs: ["create", "patch", "update"] },
];

/** A JobManager keeps high-availability metadata in ConfigMaps and, in native mode, starts its TaskManagers. */
export const JOB_RULES: Rules = [
  { apiGroups: [""], resources: ["pods", "configmaps"], verbs: ALL },
  { apiGroups: ["apps"], resources: ["deployments", "deployments/finalizers"], verbs: ALL },
];
