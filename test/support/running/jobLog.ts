/** What the TaskManagers of a job log while they run, kept when their pods are gone. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Kubectl } from "../../../local/environment/kubectl.ts";
import type { Cluster } from "../../../local/kubernetes/cluster.ts";

/** A window of key 0 as the job has reported it. */
export interface ReportedWindow {
  readonly window: string;
  readonly elements: number;
}

interface Pod {
  readonly metadata: { readonly name: string };
  readonly status: { readonly phase: string };
}

/** The logs of one job, in the order of its pods. */
export class JobLog {
  readonly #cluster: Cluster;
  readonly #kubectl: Kubectl;
  readonly #namespace: string;
  readonly #job: string;
  readonly #lines = new Map<string, string[]>();
  readonly #ends: Promise<unknown>[] = [];

  constructor(cluster: Cluster, kubectl: Kubectl, { name, namespace }: { readonly name: string; readonly namespace: string }) {
    this.#cluster = cluster;
    this.#kubectl = kubectl;
    this.#namespace = namespace;
    this.#job = name;
  }

  /** Listens to pods that are not listened to yet. Returns the name of the newest one. */
  async follow(): Promise<string> {
    const selector = `app=${this.#job},component=taskmanager`;
    const args = ["-n", this.#namespace, "get", "pods", "--sort-by=.metadata.creationTimestamp", "-l", selector];
    const { items } = await this.#kubectl.json<{ items: readonly Pod[] }>(args);
    for (const { metadata } of items.filter((pod) => pod.status.phase === "Running")) this.#followPod(metadata.name);
    const newest = items.at(-1)?.metadata.name;
    if (newest === undefined) throw new Error(`${this.#job} has no TaskManager`);
    return newest;
  }

  #followPod(pod: string): void {
    if (this.#lines.has(pod)) return;
    const lines: string[] = [];
    this.#lines.set(pod, lines);
    const args = [`--kubeconfig=${this.#cluster.kubeconfig}`, "-n", this.#namespace, "logs", "--follow", pod];
    const child = spawn(this.#cluster.kubectl, args, { stdio: ["ignore", "pipe", "ignore"] });
    createInterface(child.stdout).on("line", (line) => void lines.push(line));
    this.#ends.push(new Promise((resolve) => void child.on("close", resolve)));
  }

  /** Resolves when all pods that were listened to are gone, and their logs complete. */
  async ended(): Promise<void> {
    await Promise.all(this.#ends);
  }

  /** Windows of key 0, in the order in which they were reported; of one pod, or of all. */
  windows(pod?: string): ReportedWindow[] {
    const found = this.#matches(/window (\[\S+\)) of key 0 counted (\d+) elements/, pod);
    return found.map(([, window = "", elements]) => ({ window, elements: Number(elements) }));
  }

  /** Number of the first element of key 0 that the job read after each start in this pod. */
  firstElements(pod: string): number[] {
    return this.#matches(/first element of key 0 since the start is number (\d+)/, pod).map(([, number]) => Number(number));
  }

  #matches(pattern: RegExp, pod: string | undefined): RegExpExecArray[] {
    const lines = pod === undefined ? [...this.#lines.values()].flat() : (this.#lines.get(pod) ?? []);
    return lines.map((line) => pattern.exec(line)).filter((match) => match !== null);
  }
}
