/** The operator's Deployment, as its image wants it: facts of the official chart. */
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

export interface OperatorDeployment {
  readonly name: string;
  readonly namespace: pulumi.Input<string>;
  readonly image: pulumi.Input<string>;
  readonly serviceAccount: pulumi.Input<string>;
  readonly configMap: pulumi.Input<string>;
  readonly cpu: string;
  readonly memory: string;
}

/** The official chart's port of `kubernetes.operator.health.probe.port`. */
export const HEALTH_PORT = 8085;

/** Service account that jobs run as, in every watched namespace; the official chart's name. */
export const JOB_SERVICE_ACCOUNT = "flink";

/** User and group of the official Flink and operator images. */
export const FLINK_USER = 9999;

const CONFIGURATION = "/opt/flink/conf";

export function operatorDeployment(operator: OperatorDeployment): k8s.types.input.apps.v1.Deployment {
  const labels = { "app.kubernetes.io/name": operator.name };
  const fieldRef = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
  const probe = { httpGet: { path: "/", port: "health" } };
  return {
    metadata: { name: operator.name, namespace: operator.namespace, labels },
    spec: {
      replicas: 1,
      // Two operators without leader election would both act on a job.
      strategy: { type: "Recreate" },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: operator.serviceAccount,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: FLINK_USER,
            runAsGroup: FLINK_USER,
            fsGroup: FLINK_USER,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              name: operator.name,
              image: operator.image,
              command: ["/docker-entrypoint.sh", "operator"],
              env: [
                fieldRef("OPERATOR_NAMESPACE", "metadata.namespace"),
                fieldRef("HOST_IP", "status.hostIP"),
                fieldRef("POD_IP", "status.podIP"),
                fieldRef("POD_NAME", "metadata.name"),
                { name: "OPERATOR_NAME", value: operator.name },
                { name: "FLINK_CONF_DIR", value: CONFIGURATION },
                { name: "FLINK_PLUGINS_DIR", value: "/opt/flink/plugins" },
                { name: "LOGGING_FRAMEWORK", value: "log4j2" },
                { name: "LOG_CONFIG", value: `-Dlog4j.configurationFile=${CONFIGURATION}/log4j-operator.properties` },
                // A Java heap that follows the container's memory.
                { name: "JVM_ARGS", value: "-XX:MaxRAMPercentage=60" },
              ],
              ports: [{ name: "health", containerPort: HEALTH_PORT }],
              livenessProbe: { ...probe, periodSeconds: 10, initialDelaySeconds: 30 },
              startupProbe: { ...probe, periodSeconds: 2, failureThreshold: 60 },
              // Ready once it answers, so that jobs are not created before anybody watches them.
              readinessProbe: { ...probe, periodSeconds: 2 },
              resources: { requests: { cpu: operator.cpu, memory: operator.memory }, limits: { memory: operator.memory } },
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
              volumeMounts: [
                { name: "configuration", mountPath: CONFIGURATION },
                { name: "artifacts", mountPath: "/opt/flink/artifacts" },
              ],
            },
          ],
          volumes: [
            { name: "configuration", configMap: { name: operator.configMap } },
            { name: "artifacts", emptyDir: {} },
          ],
        },
      },
    },
  };
}
