/** A repository of a job team with a pull request: a Pulumi project with two environments, and a job that is kept as YAML. */
import { mkdir, symlink, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { execa } from "execa";
import { PROJECT } from "../../../local/environment/environments.ts";

const IMAGE = "registry.example.com/orders";
const DIGEST = "sha256:70045e2621312eb0c20a255b1d3965a4502f1fe53c578574bdacc7bb3f8cda34";

const PROGRAM = `import * as pulumi from "@pulumi/pulumi";
import { StreamingPlatform } from "beam-flink";

const config = new pulumi.Config();
const job = (name) => config.getObject(name);
const platform = new StreamingPlatform("streaming", {
  cluster: { existing: {} },
  bucket: { endpoint: { url: "https://s3.example.com", bucket: "streams", accessKey: "streams", secretKey: config.requireSecret("secretKey") } },
  versions: { beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" },
  operator: { existing: true },
  jobNamespaces: ["beam"],
  jobs: Object.fromEntries(["orders", "refunds"].flatMap((name) => (job(name) === undefined ? [] : [[name, job(name)]]))),
});
export const bucket = platform.bucket.uri;
`;

interface SampleJob {
  readonly tag?: string;
  readonly parallelism: number;
  readonly maxParallelism?: number;
  readonly bundles?: { readonly size: number };
}

function jobConfig({ tag = "1.4.0", parallelism, maxParallelism = 120, bundles }: SampleJob): object {
  return {
    image: `${IMAGE}:${tag}@${DIGEST}`,
    entryClass: "com.example.Orders",
    parallelism,
    maxParallelism,
    ...(bundles ? { bundles } : {}),
  };
}

/** JSON is YAML. */
function stackConfig(jobs: Readonly<Record<string, SampleJob>>): string {
  const values = Object.entries(jobs).map(([name, job]) => [`streams:${name}`, jobConfig(job)]);
  return JSON.stringify({ config: { "streams:secretKey": { secure: "AAABALh0=" }, ...Object.fromEntries(values) } }, undefined, 2);
}

function manifest(interval: string): string {
  return `apiVersion: flink.apache.org/v1beta1
kind: FlinkDeployment
metadata:
  name: clicks
  namespace: beam
  labels: { beam-flink/beam-version: "2.70.0", beam-flink/operator-version: "1.10.0", beam-flink/pipelines: "4" }
spec:
  image: registry.example.com/clicks:2.0.0@${DIGEST}
  flinkVersion: v1_19
  serviceAccount: job-clicks
  flinkConfiguration:
    execution.attached: "true"
    execution.checkpointing.interval: ${interval}
    execution.checkpointing.timeout: 1 min
    state.checkpoints.dir: s3://example-state/clicks/checkpoints
    state.savepoints.dir: s3://example-state/clicks/savepoints
    high-availability.type: kubernetes
    high-availability.storageDir: s3://example-state/clicks/ha
  jobManager: { resource: { cpu: 1, memory: 2g } }
  taskManager: { resource: { cpu: 2, memory: 4g } }
  job:
    jarURI: local:///opt/flink/usrlib/job.jar
    entryClass: com.example.Clicks
    args: [--runner=FlinkRunner, --streaming=true, --maxBundleSize=10000, --maxBundleTimeMills=10000, --maxParallelism=120]
    parallelism: 4
    upgradeMode: savepoint
`;
}

const SETTINGS = "name: streams\nruntime:\n  name: nodejs\n  options: { typescript: false }\nmain: index.js\n";

export interface SampleRepository {
  readonly folder: string;
  /** Commits. */
  readonly base: string;
  readonly head: string;
}

/** Makes it in an empty folder. `title` is a text that the pull request brings into names and values. */
export async function sampleRepository(folder: string, title: string): Promise<SampleRepository> {
  const git = async (...args: string[]): Promise<string> =>
    (await execa("git", ["-c", "user.name=Sample", "-c", "user.email=sample@example.com", ...args], { cwd: folder })).stdout;
  const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
  };
  await git("init", "--quiet", "--initial-branch=main");
  await write({
    ".gitignore": "node_modules\n",
    "infra/Pulumi.yaml": SETTINGS,
    "infra/package.json": JSON.stringify({ name: "streams", type: "module", private: true, scripts: { test: "node --version" } }),
    "infra/index.js": PROGRAM,
    "infra/Pulumi.dev.yaml": stackConfig({ orders: { parallelism: 1 } }),
    "infra/Pulumi.prod.yaml": stackConfig({ orders: { parallelism: 4 }, refunds: { parallelism: 2 } }),
    "deploy/clicks.yaml": manifest("10 s"),
  });
  await git("add", "--all");
  await git("commit", "--quiet", "--message=Two environments");
  const base = await git("rev-parse", "HEAD");
  await write({
    "infra/Pulumi.dev.yaml": stackConfig({ orders: { parallelism: 2 }, refunds: { parallelism: 1, tag: title } }),
    "infra/Pulumi.prod.yaml": stackConfig({ orders: { parallelism: 4, maxParallelism: 240, bundles: { size: 1000 } } }),
    "deploy/clicks.yaml": manifest("60 s"),
  });
  await git("add", "--all");
  await git("commit", "--quiet", "--message=Refunds move to dev");
  return { folder, base, head: await git("rev-parse", "HEAD") };
}

/** What `npm ci` would install, from this repository: there is no published package here. */
export async function installStandIn(project: string): Promise<void> {
  const modules = path.join(project, "node_modules");
  await mkdir(path.join(modules, "beam-flink"), { recursive: true });
  await symlink(path.join(PROJECT, "node_modules", "@pulumi"), path.join(modules, "@pulumi"));
  await writeFile(
    path.join(modules, "beam-flink", "package.json"),
    JSON.stringify({ name: "beam-flink", type: "module", main: "index.js" }),
  );
  await writeFile(
    path.join(modules, "beam-flink", "index.js"),
    `export * from ${JSON.stringify(path.join(PROJECT, "components", "index.ts"))};\n`,
  );
}
