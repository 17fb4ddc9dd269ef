import { describe, expect, test } from "vitest";
import { renderMetrics } from "../../../model/monitoring/index.ts";

describe("a job's metrics", () => {
  test("are served at the reporter's own port, with the values of labels as they are", () => {
    expect(renderMetrics({})).toEqual({
      flinkConfiguration: {
        "metrics.reporter.prom.factory.class": "org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
        "metrics.reporter.prom.port": "9249",
        "metrics.reporter.prom.filterLabelValueCharacters": "false",
      },
      ports: [{ name: "metrics", containerPort: 9249, protocol: "TCP" }],
      annotations: {},
    });
  });

  test("are announced by annotations where that is asked for", () => {
    const { annotations, ports } = renderMetrics({ port: 9400, scrapeAnnotations: true });
    expect(annotations).toEqual({ "prometheus.io/scrape": "true", "prometheus.io/port": "9400", "prometheus.io/path": "/metrics" });
    expect(ports[0]?.containerPort).toBe(9400);
  });

  test("leave no trace where they are off", () => {
    expect(renderMetrics({ enabled: false })).toEqual({ flinkConfiguration: {}, ports: [], annotations: {} });
  });

  test.each([1023, 65_536, 9249.5, Number.NaN])("refuse the port %d", (port) => {
    expect(() => renderMetrics({ port })).toThrow(/metrics\.port is .*: must be a whole number from 1024 to 65535/);
  });

  test.each([1024, 65_535])("accept the port %d", (port) => {
    expect(renderMetrics({ port }).flinkConfiguration["metrics.reporter.prom.port"]).toBe(String(port));
  });

  test("are not announced where they are off", () => {
    expect(() => renderMetrics({ enabled: false, scrapeAnnotations: true })).toThrow(
      "metrics.scrapeAnnotations is true: needs metrics.enabled",
    );
  });
});
