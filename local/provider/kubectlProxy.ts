/**
 * A running `kubectl proxy` for one kubeconfig: kubectl does credentials, TLS and the network, and the
 * provider speaks plain HTTP to a socket that only this user can open. One process serves all calls; a
 * kubectl per call costs about 0.1 s of CPU each time and gives errors as prose instead of Status objects.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa, ExecaError } from "execa";
import { isObject, type JsonObject, objectAt, objectsAt, textAt } from "./values.ts";

/** Which cluster: the arguments of the provider resource. */
export interface ClusterArgs {
  /** Text or path of a kubeconfig; without it, kubectl's own search: `KUBECONFIG`, then `~/.kube/config`. */
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly cluster?: string;
}

export interface KubectlProxy {
  readonly socket: string;
  /** URL of the API server, for messages. */
  readonly server: string;
  /** The namespace that the kubeconfig's context names, else `default`. */
  readonly namespace: string;
  close(): Promise<void>;
}

/** What a kubeconfig says, without its credentials. */
export interface ClusterView {
  readonly server: string;
  readonly namespace: string;
}

/** Milliseconds until the socket must be there; it takes about 100 on an idle machine. */
const START_TIMEOUT = 30_000;

/**
 * Ends the proxy with the process that started it, even when that one is killed: its end closes standard
 * input, and the shell that reads it ends kubectl and removes the private folder ($1).
 */
const SUPERVISE = [
  'dir=$1; shift; exec 3<&0; "$@" </dev/null & proxy=$!',
  // What the shell itself says would end it, once nobody reads its standard error.
  "exec 2>/dev/null",
  "{ read -r _ <&3; kill $proxy; } & watch=$!",
  'wait $proxy; kill $watch; rm -rf "$dir"',
].join("\n");

/** Reads server and namespace, and so proves that the kubeconfig can be read. */
export async function viewCluster(kubectl: string, args: ClusterArgs): Promise<ClusterView> {
  return withKubeconfig(args, (flags) => view(kubectl, flags));
}

export async function startKubectlProxy(kubectl: string, args: ClusterArgs): Promise<KubectlProxy> {
  const { flags, dir } = await materialise(args);
  try {
    const { server, namespace } = await view(kubectl, flags);
    const socket = path.join(dir, "api.sock");
    const child = spawn("/bin/sh", ["-c", SUPERVISE, "kubectl-proxy", dir, kubectl, "proxy", `--unix-socket=${socket}`, ...flags], {
      stdio: ["pipe", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2000)));
    const ended = new Promise<void>((resolve) => void child.once("exit", () => resolve()));
    const close = async () => {
      child.ref(); // its end is awaited, so it must keep this process alive from here on
      child.stdin.end();
      await ended;
      await rm(dir, { recursive: true, force: true });
    };
    try {
      await waitForSocket(socket, child, () => said);
    } catch (error) {
      await close();
      throw error;
    }
    // Neither the proxy nor its pipes keep the process of the provider alive.
    child.unref();
    for (const stream of [child.stdin, child.stderr]) if ("unref" in stream && typeof stream.unref === "function") stream.unref();
    return { socket, server, namespace, close };
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    throw error;
  }
}

async function waitForSocket(socket: string, child: ChildProcess, said: () => string): Promise<void> {
  for (const end = Date.now() + START_TIMEOUT; Date.now() < end; await sleep(10)) {
    const found = await stat(socket).catch(() => undefined);
    if (found?.isSocket() === true) return;
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`kubectl proxy ended at once: ${said().trim()}`);
  }
  throw new Error(`kubectl proxy did not start within ${START_TIMEOUT / 1000} s: ${said().trim()}`);
}

async function view(kubectl: string, flags: readonly string[]): Promise<ClusterView> {
  let parsed: unknown;
  try {
    // kubectl leaves out the credentials here, so nothing secret passes through.
    const { stdout } = await execa(kubectl, ["config", "view", "--minify", "-o", "json", ...flags], { input: "", timeout: START_TIMEOUT });
    parsed = JSON.parse(stdout);
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    if (error.code === "ENOENT")
      throw new Error(`${kubectl} is not there: the stand-in for the kubernetes provider works through kubectl`, { cause: error });
    throw new Error(explainView(String(error.stderr ?? ""), flags), {
      cause: error,
    });
  }
  const config: JsonObject = isObject(parsed) ? parsed : {};
  const [cluster] = objectsAt(config, "clusters");
  const [context] = objectsAt(config, "contexts");
  const server = cluster && textAt(objectAt(cluster, "cluster"), "server");
  if (server === undefined) throw new Error("the kubeconfig's current context names no cluster with a server");
  return {
    server,
    namespace: (context && textAt(objectAt(context, "context"), "namespace")) ?? "default",
  };
}

function explainView(stderr: string, flags: readonly string[]): string {
  const text = stderr
    .trim()
    .replace(/^error: /, "")
    .replace(/error loading config file "[^"]*": /, "it cannot be read: ");
  if (!text.includes("current-context must exist")) return text;
  const given = flags.some((flag) => flag.startsWith("--kubeconfig="));
  return given ? "the kubeconfig has no current context" : "no kubeconfig: set the provider's kubeconfig, or KUBECONFIG";
}

async function withKubeconfig<T>(args: ClusterArgs, use: (flags: readonly string[]) => Promise<T>): Promise<T> {
  const { flags, dir } = await materialise(args);
  try {
    return await use(flags);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** A private folder with the kubeconfig in it, and the flags that make kubectl use it. */
async function materialise({ kubeconfig, context, cluster }: ClusterArgs): Promise<{ flags: readonly string[]; dir: string }> {
  const dir = await mkdtemp(path.join(tmpdir(), "kubernetes-provider-"));
  await chmod(dir, 0o700);
  const flags: string[] = [];
  if (kubeconfig !== undefined && isText(kubeconfig)) {
    const file = path.join(dir, "kubeconfig");
    await writeFile(file, kubeconfig, { mode: 0o600 });
    flags.push(`--kubeconfig=${file}`);
  } else if (kubeconfig !== undefined) {
    flags.push(`--kubeconfig=${kubeconfig}`);
  }
  if (context !== undefined) flags.push(`--context=${context}`);
  if (cluster !== undefined) flags.push(`--cluster=${cluster}`);
  return { flags, dir };
}

/** A path has one line and is not JSON. */
function isText(kubeconfig: string): boolean {
  return kubeconfig.includes("\n") || kubeconfig.trimStart().startsWith("{");
}
