import { Monitoring } from "beam-flink";

const monitoring = new Monitoring("orders", {
  jobNamespaces: ["orders"],
  podMonitor: { namespace: "monitoring", labels: { release: "kube-prometheus-stack" } },
  jobs: [{ namespace: "orders", jobName: "orders", pipelines: 2 }],
  thresholds: { backlog: "5 min" },
  runbookBaseUrl: "https://git.example.org/streaming/beam-flink/docs/runbooks",
  alertLabels: { team: "streaming" },
});

export const ruleFile = monitoring.ruleFile;
