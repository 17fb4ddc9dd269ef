/** The job of docs/migrating-from-yaml.md before and after: its manifest in git, and what the program makes of it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { dump, load } from "js-yaml";
import { CheckpointBucket } from "../../components/index.ts";
import { orders } from "../../docs/examples/migration/orders.ts";
import { checkCommand } from "../../policies/check/checkCommand.ts";
import { planCommand } from "../../policies/plan/planCommand.ts";
import { runWithMocks } from "../support/mocks.ts";
import { ROOT } from "./pages.ts";

export const MANIFEST = path.join(ROOT, "docs", "examples", "migration", "orders.yaml");

/** What BeamJob sends to Kubernetes, as a manifest. */
export async function renderedManifest(): Promise<string> {
  const run = await runWithMocks(() => {
    const bucket = new CheckpointBucket("state", { s3: { bucket: "acme-streaming-state", region: "eu-central-1", existing: true } });
    const identity = { eks: { clusterName: "shared" } };
    orders(bucket.grant("orders", { namespace: "orders", jobName: "orders", serviceAccount: "job-orders", identity }));
  });
  const { apiVersion, kind, metadata, spec } = run.inputs("orders-deployment");
  return manifest({ apiVersion, kind, metadata, spec });
}

/** Both in one order of keys, so that only what is different shows. */
export async function manifestDifference(): Promise<string> {
  return inFolder({ "orders.yaml": manifest(load(readFileSync(MANIFEST, "utf8"))), "rendered.yaml": await renderedManifest() }, (dir) => {
    try {
      return execFileSync("diff", ["-U", "1", "orders.yaml", "rendered.yaml"], { cwd: dir, encoding: "utf8" });
    } catch (error) {
      // It ends with 1 where there are differences.
      const { stdout } = error as { stdout?: string };
      return (stdout ?? "").replaceAll(/^(---|\+\+\+) (\S+).*$/gm, "$1 $2");
    }
  });
}

/** What a person sees of `beam-flink check` of a file of that name. */
export function checkOutput(text: string, name: string): Promise<string> {
  return commandOutput("check", checkCommand, { [name]: text });
}

/** What a person sees of `beam-flink plan` of the two manifests. */
export async function planOutput(): Promise<string> {
  return commandOutput("plan", planCommand, { "orders.yaml": readFileSync(MANIFEST, "utf8"), "rendered.yaml": await renderedManifest() });
}

/** The command on files in a folder, which does not show. */
function commandOutput(name: string, command: typeof checkCommand, files: Readonly<Record<string, string>>): Promise<string> {
  return inFolder(files, async (dir) => {
    let printed = "";
    const write = (part: string) => void (printed += part);
    const inputs = Object.keys(files);
    const paths = inputs.map((file) => path.join(dir, file));
    const code = await command(paths, { output: write, errors: write, today: new Date("2026-11-26T12:00:00Z") });
    return `$ beam-flink ${[name, ...inputs].join(" ")}\n${printed.replaceAll(`${dir}/`, "").trimEnd()}\n$ echo $?\n${code}`;
  });
}

function manifest(object: unknown): string {
  return dump(JSON.parse(JSON.stringify(object)), { sortKeys: true, lineWidth: -1, noRefs: true });
}

async function inFolder<T>(files: Readonly<Record<string, string>>, use: (dir: string) => T | Promise<T>): Promise<T> {
  const dir = mkdtempSync(path.join(tmpdir(), "migration-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(dir, name), text);
    return await use(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
