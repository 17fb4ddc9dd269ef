/** A kubelet in place of all nodes', on a control plane: says of each pod that it is ready, and runs nothing. */
import { setTimeout as sleep } from "node:timers/promises";
import { readPath } from "../../model/index.ts";
import type { ApiServer } from "../model/admission/apiServer.ts";

export function startStandInKubelet(api: ApiServer): { stop(): Promise<void> } {
  const end = new AbortController();
  const loop = (async () => {
    for (; !end.signal.aborted; await sleep(200)) {
      const { body } = await api.request("GET", "/api/v1/pods?fieldSelector=status.phase=Pending");
      const pods = readPath(body, ["items"]);
      for (const pod of Array.isArray(pods) ? pods : []) await makeReady(api, pod);
    }
  })();
  return {
    stop: async () => {
      end.abort();
      await loop;
    },
  };
}

async function makeReady(api: ApiServer, pod: unknown): Promise<void> {
  const [name, namespace] = ["name", "namespace"].map((field) => String(readPath(pod, ["metadata", field])));
  const conditions = [{ type: "Ready", status: "True", lastTransitionTime: new Date().toISOString() }];
  const status = { phase: "Running", conditions };
  await api.request("PATCH", `/api/v1/namespaces/${namespace}/pods/${name}/status`, { status }, "application/strategic-merge-patch+json");
}
