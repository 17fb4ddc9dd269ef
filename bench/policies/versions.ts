/** Versions of what is measured, read where each is pinned. */
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { z } from "zod";
import { resolvePulumiCli } from "../../local/pulumi/pulumiCli.ts";
import { run } from "../../local/support/run.ts";
import type { Step } from "../../local/support/step.ts";
import { installedVersion } from "../installedVersion.ts";

const BENCH = path.join(import.meta.dirname, "..");

export async function measuredVersions(step: Step): Promise<Record<string, string>> {
  const { command } = await resolvePulumiCli(step);
  const manifest = z.object({ version: z.string() });
  const { version } = manifest.parse(JSON.parse(await readFile(path.join(BENCH, "..", "package.json"), "utf8")));
  return {
    "beam-flink": version,
    "Node.js": process.versions.node,
    pulumi: await run(command, ["version"], step, { env: { PULUMI_SKIP_UPDATE_CHECK: "true" } }),
    "@pulumi/policy": installedVersion("@pulumi/policy"),
    conftest: await required("conftest", "github.com/open-policy-agent/conftest"),
    OPA: await required("conftest", "github.com/open-policy-agent/opa"),
    Kyverno: await required("kyverno", "github.com/kyverno/kyverno"),
  };
}

/** Version of a Go module that the named module of the benchmark requires. */
async function required(name: string, module: string): Promise<string> {
  const text = await readFile(path.join(BENCH, "go", name, "go.mod"), "utf8");
  const line = text.split("\n").find((one) => one.trim().startsWith(`${module} `));
  const [, version] = line?.trim().split(" ") ?? [];
  if (version === undefined) throw new Error(`bench/go/${name}/go.mod does not require ${module}`);
  return version;
}
