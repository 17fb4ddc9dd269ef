/** The cluster through kubectl: what the local environment itself applies, and what `status` reads. */
import { spawn } from "node:child_process";
import type { Cluster } from "../kubernetes/cluster.ts";
import { UserError } from "../support/errors.ts";
import { run } from "../support/run.ts";
import type { Step } from "../support/step.ts";

export class Kubectl {
  readonly #cluster: Cluster;
  readonly #step: Step;

  constructor(cluster: Cluster, step: Step) {
    this.#cluster = cluster;
    this.#step = step;
  }

  run(args: readonly string[], input?: string): Promise<string> {
    return run(this.#cluster.kubectl, [`--kubeconfig=${this.#cluster.kubeconfig}`, ...args], this.#step, { input });
  }

  async json<T>(args: readonly string[]): Promise<T> {
    return JSON.parse(await this.run([...args, "-o", "json"])) as T;
  }

  /** Server-side apply, which any number of runs may repeat. */
  async apply(objects: readonly object[]): Promise<void> {
    const list = { apiVersion: "v1", kind: "List", items: objects };
    await this.run(["apply", "--server-side", "--force-conflicts", "--field-manager=beam-flink-local", "-f", "-"], JSON.stringify(list));
  }

  /** GET on a service's HTTP port, through the API server: needs no route to the pod network. */
  async http<T>(namespace: string, service: string, port: number, path: string): Promise<T> {
    return JSON.parse(
      await this.run(["get", "--raw", `/api/v1/namespaces/${namespace}/services/http:${service}:${port}/proxy${path}`]),
    ) as T;
  }

  /** Runs `use` while a port of loopback leads to the service. */
  async forward<T>(namespace: string, service: string, port: number, use: (local: number) => Promise<T>): Promise<T> {
    const args = [
      `--kubeconfig=${this.#cluster.kubeconfig}`,
      "-n",
      namespace,
      "port-forward",
      `service/${service}`,
      `:${port}`,
      "--address=127.0.0.1",
    ];
    const child = spawn(this.#cluster.kubectl, args, { stdio: ["ignore", "pipe", "pipe"], signal: this.#step.signal });
    try {
      const local = await new Promise<number>((resolve, reject) => {
        let said = "";
        const hear = (chunk: Buffer) => {
          said += chunk.toString();
          const found = /Forwarding from 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
          if (found !== undefined) resolve(Number(found));
        };
        child.stdout.on("data", hear);
        child.stderr.on("data", hear);
        child.on("error", reject);
        child.on("exit", () => reject(new UserError(`kubectl port-forward to ${service} ended: ${said.trim()}`)));
      });
      return await use(local);
    } catch (error) {
      if (this.#step.signal.aborted) throw new UserError("interrupted", { cause: error });
      throw error;
    } finally {
      child.kill();
    }
  }
}
