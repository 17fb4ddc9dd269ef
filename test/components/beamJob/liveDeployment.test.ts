import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { deploymentClient } from "../../../components/beamJob/liveDeployment.ts";

const KUBECONFIG = JSON.stringify({
  apiVersion: "v1",
  kind: "Config",
  "current-context": "dev",
  clusters: [{ name: "dev", cluster: { server: "https://dev.example" } }],
  users: [{ name: "dev", user: { token: "a-token" } }],
  contexts: [{ name: "dev", context: { cluster: "dev", user: "dev" } }],
});

describe("the client of a job's FlinkDeployment", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), "beam-flink-home-"));
    vi.stubEnv("HOME", home);
    vi.stubEnv("KUBECONFIG", undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true });
  });

  test("goes to the cluster of the kubeconfig that is given", async () => {
    await expect(deploymentClient({ kubeconfig: KUBECONFIG, context: "dev" }, "beam", "orders")).resolves.toHaveProperty("read");
  });

  test("is refused where there is no kubeconfig", async () => {
    const client = deploymentClient({ kubeconfig: undefined, context: undefined }, "beam", "orders");
    await expect(client).rejects.toThrow("there is no kubeconfig by which the program can watch or end its jobs: set KUBECONFIG");
  });

  test("is refused where the kubeconfig has no such context, with those that it has", async () => {
    const client = deploymentClient({ kubeconfig: KUBECONFIG, context: "prod" }, "beam", "orders");
    await expect(client).rejects.toThrow('the kubeconfig has no context "prod": its contexts are dev.');
  });
});
