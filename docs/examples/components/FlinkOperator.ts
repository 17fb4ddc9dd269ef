import * as k8s from "@pulumi/kubernetes";
import { FlinkOperator } from "beam-flink";

const namespaces = ["flink-operator", "orders"].map((name) => new k8s.core.v1.Namespace(name, { metadata: { name } }));

const operator = new FlinkOperator(
  "operator",
  {
    namespace: "flink-operator",
    watchedNamespaces: ["orders"],
    configuration: { "kubernetes.operator.job.restart.failed": "true" },
    memory: "2Gi",
  },
  { dependsOn: namespaces },
);

export const version = operator.version;
