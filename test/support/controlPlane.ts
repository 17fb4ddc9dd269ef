/**
 * A Kubernetes control plane without nodes: etcd, API server and controller manager on free ports of
 * loopback, from the binary that the embedded cluster is made of. Objects are real, pods stay pending.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { linkComponents } from "../../local/kubernetes/embedded/kubernetesBinary.ts";
import { silent } from "../../local/support/step.ts";

/** Milliseconds until the control plane must answer; it takes about 4 s on an idle machine. */
const START_TIMEOUT = 120_000;

export interface ControlPlane {
  /** Path of kubectl. */
  readonly kubectl: string;
  /** Path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Runs kubectl; returns its standard output. */
  run(args: readonly string[], input?: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startControlPlane(): Promise<ControlPlane> {
  const dir = await mkdtemp(path.join(tmpdir(), "control-plane-"));
  const bin = await linkComponents(path.join(dir, "bin"), silent);
  const started: ChildProcess[] = [];
  const start = (component: string, args: readonly string[]) => {
    const log = createWriteStream(path.join(dir, `${component}.log`));
    const child = spawn(path.join(bin, component), args, { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    started.push(child);
  };
  const stop = async () => {
    await Promise.all(started.map(ended));
    await rm(dir, { recursive: true, force: true });
  };
  const kubectl = path.join(bin, "kubectl");
  const kubeconfig = path.join(dir, "kubeconfig");
  const run = async (args: readonly string[], input = "") =>
    (await execa(kubectl, args, { env: { KUBECONFIG: kubeconfig }, input })).stdout;
  try {
    const startManager = await startServer(dir, start);
    await until(async () => (await run(["get", "--raw", "/readyz"])) === "ok", dir);
    // It ends at once where the API server's certificate is not there yet.
    startManager();
    // The controller manager runs once it has made the default service account.
    await until(async () => (await run(["get", "serviceaccount", "default", "-o", "name"])) !== "", dir);
  } catch (error) {
    await stop();
    throw error;
  }
  return { kubectl, kubeconfig, run, stop };
}

/** Starts etcd and the API server; returns what starts the controller manager. */
async function startServer(dir: string, start: (component: string, args: readonly string[]) => void): Promise<() => void> {
  const [etcd = 0, peer = 0, api = 0, manager = 0] = await freePorts(4);
  const file = (name: string) => path.join(dir, name);
  const admin = randomBytes(16).toString("hex");
  const controllers = randomBytes(16).toString("hex");
  await writeFile(
    file("tokens.csv"),
    `${admin},admin,admin,"system:masters"\n${controllers},system:kube-controller-manager,controllers\n`,
    { mode: 0o600 },
  );
  await writeFile(file("kubeconfig"), kubeconfigText(api, file("certs/apiserver.crt"), admin), { mode: 0o600 });
  await writeFile(file("controllers.kubeconfig"), kubeconfigText(api, file("certs/apiserver.crt"), controllers), { mode: 0o600 });
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  await writeFile(file("sa.key"), keys.privateKey.export({ type: "pkcs1", format: "pem" }), { mode: 0o600 });
  await writeFile(file("sa.pub"), keys.publicKey.export({ type: "spki", format: "pem" }));
  await mkdir(file("certs"));
  start("etcd", [
    `--data-dir=${file("etcd")}`,
    "--unsafe-no-fsync",
    "--log-level=warn",
    `--listen-client-urls=http://127.0.0.1:${etcd}`,
    `--advertise-client-urls=http://127.0.0.1:${etcd}`,
    `--listen-peer-urls=http://127.0.0.1:${peer}`,
    `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
    `--initial-cluster=default=http://127.0.0.1:${peer}`,
  ]);
  start("kube-apiserver", [
    `--etcd-servers=http://127.0.0.1:${etcd}`,
    "--bind-address=127.0.0.1",
    "--advertise-address=127.0.0.1",
    `--secure-port=${api}`,
    `--cert-dir=${file("certs")}`,
    "--endpoint-reconciler-type=none",
    `--token-auth-file=${file("tokens.csv")}`,
    "--authorization-mode=RBAC",
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${file("sa.pub")}`,
    `--service-account-signing-key-file=${file("sa.key")}`,
    "--service-cluster-ip-range=10.96.0.0/16",
  ]);
  return () =>
    start("kube-controller-manager", [
      `--kubeconfig=${file("controllers.kubeconfig")}`,
      `--authentication-kubeconfig=${file("controllers.kubeconfig")}`,
      `--authorization-kubeconfig=${file("controllers.kubeconfig")}`,
      "--bind-address=127.0.0.1",
      `--secure-port=${manager}`,
      `--cert-dir=${file("certs/manager")}`,
      "--leader-elect=false",
      "--use-service-account-credentials=true",
      `--service-account-private-key-file=${file("sa.key")}`,
      `--root-ca-file=${file("certs/apiserver.crt")}`,
    ]);
}

/** The certificate that the API server signs for itself holds its CA too. */
function kubeconfigText(port: number, certificate: string, token: string): string {
  return [
    "apiVersion: v1",
    "kind: Config",
    `clusters: [{ name: test, cluster: { server: "https://127.0.0.1:${port}", certificate-authority: "${certificate}" } }]`,
    `users: [{ name: test, user: { token: "${token}" } }]`,
    "contexts: [{ name: test, context: { cluster: test, user: test } }]",
    "current-context: test",
    "",
  ].join("\n");
}

async function until(ready: () => Promise<boolean>, dir: string): Promise<void> {
  for (const end = Date.now() + START_TIMEOUT; Date.now() < end; await sleep(100)) {
    if (await ready().catch(() => false)) return;
  }
  const log = await readFile(path.join(dir, "kube-apiserver.log"), "utf8").catch(() => "");
  throw new Error(`the control plane did not start within ${START_TIMEOUT / 1000} s:\n${log.slice(-2000)}`);
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  const ports = await Promise.all(
    servers.map(async (server) => {
      if (!server.listening) await new Promise((resolve) => server.once("listening", resolve));
      const address = server.address();
      return typeof address === "object" && address !== null ? address.port : 0;
    }),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** The data is thrown away, so nobody has to end gracefully. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await exit;
}
