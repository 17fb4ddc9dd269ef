import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect, test, vi } from "vitest";
import { BeamJob } from "../../components/index.ts";
import { runWithMocks } from "../support/mocks.ts";

const servers: Server[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const server of servers.splice(0)) server.close();
});

/** A Kubernetes API that knows one FlinkDeployment in one state, and what it was asked. */
async function api(status: object): Promise<{ address: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ metadata: { generation: 1 }, status }));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function kubeconfig(addresses: Readonly<Record<string, string>>, current: string): string {
  const names = Object.keys(addresses);
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": current,
    clusters: names.map((name) => ({
      name, // The client allows plain HTTP only so.
      cluster: { server: addresses[name], "insecure-skip-tls-verify": true },
    })),
    contexts: names.map((name) => ({ name, context: { cluster: name, user: "nobody" } })),
    users: [{ name: "nobody", user: {} }],
  });
}

async function stateOf(kubeconfigText: string, context?: string): Promise<string> {
  let state: string | undefined;
  await runWithMocks(
    () => {
      const job = new BeamJob("orders", {
        namespace: "beam",
        image: "image:1",
        entryClass: "com.example.Orders",
        storage: { uri: "s3://flink" },
        kubeconfig: kubeconfigText,
        context,
      });
      job.state.apply((value) => (state = value));
    },
    { preview: false },
  );
  return state ?? "not known";
}

describe("a BeamJob that is brought up", () => {
  test("waits until the operator reports its job STABLE, in the context it was given", async () => {
    const other = await api({ lifecycleState: "FAILED", error: "another cluster's" });
    const ours = await api({ lifecycleState: "STABLE", observedGeneration: 1 });
    const config = kubeconfig({ other: other.address, ours: ours.address }, "other");
    expect(await stateOf(config, "ours")).toBe("STABLE");
    expect(ours.asked).toEqual(["/apis/flink.apache.org/v1beta1/namespaces/beam/flinkdeployments/orders"]);
    expect(other.asked).toEqual([]);
  });

  test("fails the update with the operator's error, on its own line", async () => {
    const told = vi.spyOn(pulumi.log, "error").mockResolvedValue();
    const { address } = await api({ lifecycleState: "FAILED", error: "ClassNotFoundException: com.example.Orders", observedGeneration: 1 });
    expect(await stateOf(kubeconfig({ ours: address }, "ours"))).toBe("FAILED");
    expect(told).toHaveBeenCalledExactlyOnceWith("orders is FAILED: ClassNotFoundException: com.example.Orders", expect.any(BeamJob));
  });
});
