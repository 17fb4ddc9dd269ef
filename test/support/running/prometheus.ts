/**
 * A real Prometheus on this machine that scrapes the pods of a running platform through its API server. What the Prometheus Operator makes
 * of a PodMonitor is done here by a stand-in, `podTargets`: pods by selector, namespace and port name, with the labels asked for.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { silent } from "../../../local/support/step.ts";
import { prometheusServer } from "./prometheusPrograms.ts";
import { type RunningPlatform } from "./platform.ts";
import { until } from "../until.ts";

/** What is read of a PodMonitor's spec. */
export interface PodMonitorSpec {
  readonly namespaceSelector: { readonly matchNames: readonly string[] };
  readonly selector: {
    readonly matchExpressions: readonly { readonly key: string; readonly operator: string; readonly values: readonly string[] }[];
  };
  readonly podTargetLabels: readonly string[];
  readonly podMetricsEndpoints: readonly { readonly port: string; readonly path: string; readonly interval: string }[];
}

/** One series of an answer. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One series over time: seconds since 1970, and the value. */
export interface SeriesOverTime {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [seconds: number, value: number])[];
}

export interface Prometheus {
  /** The present value of each series. */
  query(expr: string): Promise<readonly Sample[]>;
  queryRange(
    expr: string,
    range: { readonly start: number; readonly end: number; readonly step: number },
  ): Promise<readonly SeriesOverTime[]>;
  /** Looks for the pods again: they have other names after a restart. Returns how many there are. */
  discover(): Promise<number>;
  /** What Prometheus says of its targets that it cannot scrape. */
  scrapeErrors(): Promise<readonly string[]>;
  /** Errors of rules. */
  ruleErrors(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Starts one with the rules `ruleFile`. */
export async function startPrometheus(platform: RunningPlatform, monitor: PodMonitorSpec, ruleFile: string): Promise<Prometheus> {
  const server = await prometheusServer(silent);
  const folder = await mkdtemp(path.join(tmpdir(), "prometheus-"));
  const children: ChildProcess[] = [];
  const stop = async () => {
    await Promise.all(children.map(ended));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const gateway = await startGateway(platform, children);
    const [endpoint] = monitor.podMetricsEndpoints;
    const targets = path.join(folder, "targets.json");
    const discover = async () => {
      const found = await podTargets(platform, monitor, gateway);
      await writeFile(`${targets}.new`, JSON.stringify(found));
      await rename(`${targets}.new`, targets);
      return found.length;
    };
    await discover();
    const interval = endpoint!.interval;
    await writeFile(path.join(folder, "rules.yaml"), ruleFile);
    await writeFile(
      path.join(folder, "prometheus.json"),
      JSON.stringify({
        global: { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval },
        rule_files: ["rules.yaml"],
        scrape_configs: [{ job_name: "pods", file_sd_configs: [{ files: ["targets.json"], refresh_interval: interval }] }],
      }),
    );
    const address = await startServer(server, folder, children);
    return { ...client(address), discover, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Pod {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly containers: readonly { readonly name: string; readonly ports?: readonly { name?: string; containerPort: number }[] }[];
  };
  readonly status: { readonly phase: string };
}

/** Targets as a file of Prometheus' `file_sd_configs` has them. */
async function podTargets({ kubectl }: RunningPlatform, monitor: PodMonitorSpec, gateway: string): Promise<object[]> {
  const selector = monitor.selector.matchExpressions.map(({ key, values }) => `${key} in (${values.join(",")})`).join(",");
  const targets: object[] = [];
  for (const namespace of monitor.namespaceSelector.matchNames) {
    const { items } = await kubectl.json<{ items: readonly Pod[] }>(["get", "pods", "-n", namespace, "-l", selector]);
    for (const { metadata, spec, status } of items) {
      const ports = spec.containers.flatMap((container) => container.ports ?? []);
      for (const { port, path: metricsPath } of monitor.podMetricsEndpoints) {
        const found = ports.find(({ name }) => name === port);
        if (found === undefined || status.phase !== "Running") continue;
        const labels = Object.fromEntries(monitor.podTargetLabels.map((label) => [label, metadata.labels[label] ?? ""]));
        targets.push({
          targets: [gateway],
          labels: {
            __metrics_path__: `/api/v1/namespaces/${namespace}/pods/${metadata.name}:${found.containerPort}/proxy${metricsPath}`,
            instance: metadata.name,
            pod: metadata.name,
            namespace,
            ...labels,
          },
        });
      }
    }
  }
  return targets;
}

/** `kubectl proxy`: Prometheus needs no credentials of the cluster. */
async function startGateway({ local }: RunningPlatform, children: ChildProcess[]): Promise<string> {
  const child = spawn(local.cluster.kubectl, [`--kubeconfig=${local.cluster.kubeconfig}`, "proxy", "--port=0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const found = /Starting to serve on (\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.on("exit", () => reject(new Error(`kubectl proxy ended: ${said}`)));
  });
}

async function startServer(server: string, folder: string, children: ChildProcess[]): Promise<string> {
  const child = spawn(
    server,
    ["--config.file=prometheus.json", "--storage.tsdb.path=data", "--web.listen-address=127.0.0.1:0", "--log.format=json"],
    { cwd: folder, stdio: ["ignore", "pipe", "pipe"] },
  );
  children.push(child);
  let said = "";
  const hear = (chunk: Buffer) => void (said += chunk.toString());
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  try {
    const address = await until("Prometheus' address", 60, async () => /"address":"(127\.0\.0\.1:[1-9]\d*)"/.exec(said)?.[1]);
    await until("Prometheus' readiness", 60, async () => ((await fetch(`http://${address}/-/ready`)).ok ? true : undefined));
    return address;
  } catch (error) {
    throw new Error(`Prometheus did not start: ${said.slice(-2000)}`, { cause: error });
  }
}

function client(address: string): Omit<Prometheus, "discover" | "stop"> {
  const get = async <T>(place: string, parameters: Readonly<Record<string, string>> = {}): Promise<T> => {
    const response = await fetch(`http://${address}/api/v1/${place}?${new URLSearchParams(parameters)}`);
    const body = (await response.json()) as { status: string; error?: string; data: T };
    if (body.status !== "success") throw new Error(`${place} ${JSON.stringify(parameters)}: ${body.error}`);
    return body.data;
  };
  return {
    query: async (query) => {
      const { result } = await get<{ result: readonly { metric: Sample["metric"]; value: readonly [number, string] }[] }>("query", {
        query,
      });
      return result.map(({ metric, value: [, value] }) => ({ metric, value: Number(value) }));
    },
    queryRange: async (query, { start, end, step }) => {
      const range = { start: String(start), end: String(end), step: String(step) };
      type Answer = { result: readonly { metric: Sample["metric"]; values: readonly (readonly [number, string])[] }[] };
      const { result } = await get<Answer>("query_range", { query, ...range });
      return result.map(({ metric, values }) => ({ metric, values: values.map(([at, value]) => [at, Number(value)] as const) }));
    },
    scrapeErrors: async () => {
      const { activeTargets } = await get<{ activeTargets: readonly { lastError: string; scrapeUrl: string }[] }>("targets");
      return activeTargets.filter(({ lastError }) => lastError !== "").map(({ lastError, scrapeUrl }) => `${scrapeUrl}: ${lastError}`);
    },
    ruleErrors: async () => {
      type Rules = { groups: readonly { rules: readonly { name: string; lastError?: string }[] }[] };
      const { groups } = await get<Rules>("rules");
      return groups.flatMap(({ rules }) =>
        rules.filter(({ lastError }) => lastError).map(({ name, lastError }) => `${name}: ${lastError}`),
      );
    },
  };
}

/** Its data is thrown away, so it has nothing to end gracefully. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}
