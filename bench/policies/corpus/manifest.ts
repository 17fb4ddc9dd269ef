/** One FlinkDeployment of about 4 KB, as teams write them: what the rules look at is a small part of it. */
import type { Settings } from "./variants.ts";

export interface Job {
  readonly name: string;
  readonly namespace: string;
  readonly number: number;
  readonly settings: Required<Settings>;
}

export function manifestOf({ name, namespace, number, settings }: Job): object {
  const parallelism = 2 + (number % 7);
  return {
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkDeployment",
    metadata: {
      name,
      namespace,
      labels: {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/part-of": "streaming",
        "app.kubernetes.io/managed-by": "delivery",
        "beam-flink/beam-version": "2.70.0",
        team: namespace,
      },
      annotations: {
        "example.com/owner": `${namespace}@example.com`,
        "example.com/runbook": `https://runbooks.example.com/streaming/${namespace}/${name}`,
        "example.com/cost-center": String(10_000 + (number % 900)),
      },
    },
    spec: {
      image: `registry.example.com/streaming/${name}:1.${number % 50}.0`,
      imagePullPolicy: "IfNotPresent",
      flinkVersion: "v1_19",
      serviceAccount: `${name}-flink`,
      flinkConfiguration: { ...CONFIGURATION, ...settings.configuration, "high-availability.storageDir": `s3://streaming-ha/${name}` },
      podTemplate: podTemplate(name, namespace),
      jobManager: { replicas: 1, resource: { cpu: 1, memory: "2048m" } },
      taskManager: { replicas: parallelism, resource: { cpu: 2, memory: "4096m" } },
      job: {
        jarURI: `local:///opt/flink/usrlib/${name}.jar`,
        entryClass: "com.example.streaming.Main",
        parallelism,
        upgradeMode: "savepoint",
        state: "running",
        args: Object.entries(settings.options).map(([option, value]) => `--${option}=${value}`),
      },
    },
  };
}

/** Options of Beam, as many as jobs have. */
export function usualOptions(name: string, number: number): Record<string, string> {
  return {
    runner: "FlinkRunner",
    jobName: name,
    streaming: "true",
    parallelism: String(2 + (number % 7)),
    maxParallelism: "240",
    maxBundleSize: "10000",
    maxBundleTimeMills: "10000",
    autoWatermarkInterval: "200",
    objectReuse: "true",
    shutdownSourcesAfterIdleMs: "9223372036854775807",
    numConcurrentCheckpoints: "1",
    failOnCheckpointingErrors: "false",
    retainExternalizedCheckpointsOnCancellation: "true",
    numberOfExecutionRetries: "-1",
    userAgent: `streaming/1.${number % 50}`,
    tempLocation: `s3://streaming-temp/${name}`,
  };
}

const CONFIGURATION = {
  "taskmanager.numberOfTaskSlots": "2",
  "taskmanager.memory.managed.fraction": "0.3",
  "taskmanager.network.memory.buffer-debloat.enabled": "true",
  "state.backend.type": "rocksdb",
  "state.backend.incremental": "true",
  "state.savepoints.dir": "s3://streaming-state/savepoints",
  "execution.checkpointing.mode": "EXACTLY_ONCE",
  "execution.checkpointing.max-concurrent-checkpoints": "1",
  "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
  "high-availability.type": "kubernetes",
  "restart-strategy.type": "exponential-delay",
  "restart-strategy.exponential-delay.max-backoff": "1 min",
  "jobmanager.scheduler": "adaptive",
  "job.autoscaler.enabled": "true",
  "job.autoscaler.stabilization.interval": "1m",
  "job.autoscaler.metrics.window": "5m",
  "job.autoscaler.target.utilization": "0.7",
  "pipeline.max-parallelism": "240",
  "metrics.reporters": "prom",
  "metrics.reporter.prom.factory.class": "org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
};

function podTemplate(name: string, namespace: string): object {
  return {
    spec: {
      securityContext: { runAsNonRoot: true, runAsUser: 9999, fsGroup: 9999 },
      containers: [
        {
          name: "flink-main-container",
          env: [
            { name: "TEAM", value: namespace },
            { name: "SERVICE", value: name },
            { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
            { name: "REGISTRY_URL", value: "https://schemas.example.com" },
          ],
          ports: [{ name: "metrics", containerPort: 9249 }],
          volumeMounts: [
            { name: "config", mountPath: "/opt/app/config", readOnly: true },
            { name: "scratch", mountPath: "/opt/flink/scratch" },
          ],
        },
      ],
      volumes: [
        { name: "config", configMap: { name: `${name}-config` } },
        { name: "scratch", emptyDir: { sizeLimit: "10Gi" } },
      ],
      tolerations: [{ key: "workload", operator: "Equal", value: "streaming", effect: "NoSchedule" }],
    },
  };
}
