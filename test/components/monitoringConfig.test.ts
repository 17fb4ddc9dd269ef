import { expect, test } from "vitest";
import { parseEnvironment } from "../../stacks/config.ts";

const PLATFORM = { cluster: { existing: {} }, bucket: { endpoint: { url: "http://s3", bucket: "state" } } };

test("a config file says how jobs are monitored", () => {
  const monitoring = {
    podMonitor: { namespace: "monitoring", labels: { release: "prometheus" }, interval: "15 s" },
    dashboard: { namespace: "grafana", title: "Orders", uid: "orders" },
    thresholds: { recovery: "3 min", busy: 0.8, backlogFloor: "1 mb" },
    runbookBaseUrl: "https://wiki.example.org/runbooks",
    alertLabels: { team: "orders" },
  };
  expect(parseEnvironment({ ...PLATFORM, monitoring }, "dev").monitoring).toEqual(monitoring);
});

test("a threshold that there is not is refused", () => {
  const monitoring = { podMonitor: {}, thresholds: { backlogs: "1 min" } };
  expect(() => parseEnvironment({ ...PLATFORM, monitoring }, "dev")).toThrow(/beam-flink:monitoring\.thresholds/);
});

test("monitoring belongs to the stack that makes the platform", () => {
  const jobs = { platform: { stack: "platform" }, monitoring: { podMonitor: {} } };
  expect(() => parseEnvironment(jobs, "jobs")).toThrow(/beam-flink:monitoring: belongs to the stack "platform"/);
});
