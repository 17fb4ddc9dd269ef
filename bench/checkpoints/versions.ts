/** Versions of what is measured, read where each is pinned or asked of what runs. */
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { z } from "zod";
import { environmentConfig } from "../../local/environment/environmentConfig.ts";
import type { Kubectl } from "../../local/environment/kubectl.ts";

const MANIFEST = path.join(import.meta.dirname, "..", "..", "package.json");

export async function measuredVersions(environment: string, kubectl: Kubectl): Promise<Record<string, string>> {
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(await readFile(MANIFEST, "utf8")));
  const { gitVersion } = z.object({ gitVersion: z.string() }).parse(JSON.parse(await kubectl.run(["get", "--raw", "/version"])));
  const { versions = {} } = await environmentConfig(environment);
  return {
    "beam-flink": version,
    Beam: versions.beam ?? "unknown",
    Flink: versions.flink ?? "unknown",
    Kubernetes: gitVersion,
    "Node.js": process.versions.node,
  };
}
