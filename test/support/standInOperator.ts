/** An operator in place of Flink's, on a control plane: reports what each FlinkDeployment would do, and runs nothing. */
import { setTimeout as sleep } from "node:timers/promises";
import { readPath } from "../../model/index.ts";
import type { ApiServer } from "../model/admission/apiServer.ts";

const GROUP = "/apis/flink.apache.org/v1beta1";

/** Where a suspended job of this name has its savepoint. */
export const savepointOf = (job: string): string => `s3://flink/${job}/savepoints/savepoint-1`;

/** Jobs whose image has the tag `broken` fail, others run; a job that is to be suspended is stopped with a savepoint. */
export function startStandInOperator(api: ApiServer): { stop(): Promise<void> } {
  const end = new AbortController();
  const loop = (async () => {
    for (; !end.signal.aborted; await sleep(200)) {
      const { body } = await api.request("GET", `${GROUP}/flinkdeployments`);
      const items = readPath(body, ["items"]);
      for (const item of Array.isArray(items) ? items : []) await report(api, item);
    }
  })();
  return {
    stop: async () => {
      end.abort();
      await loop;
    },
  };
}

async function report(api: ApiServer, deployment: unknown): Promise<void> {
  const at = (...path: string[]) => readPath(deployment, path);
  const [name, namespace, generation] = ["name", "namespace", "generation"].map((field) => at("metadata", field));
  const job = { state: at("spec", "job", "state"), upgradeMode: at("spec", "job", "upgradeMode") };
  const lastReconciledSpec = JSON.stringify({ spec: { job }, resource_metadata: { metadata: { generation } } });
  if (at("status", "reconciliationStatus", "lastReconciledSpec") === lastReconciledSpec) return;
  const status = {
    ...stateOf(String(name), job.state, String(at("spec", "image"))),
    reconciliationStatus: { lastReconciledSpec, state: "DEPLOYED" },
  };
  const path = `${GROUP}/namespaces/${String(namespace)}/flinkdeployments/${String(name)}/status`;
  await api.request("PATCH", path, { status }, "application/merge-patch+json");
}

function stateOf(name: string, state: unknown, image: string): object {
  if (state === "suspended") {
    return {
      lifecycleState: "SUSPENDED",
      error: null,
      jobStatus: { state: "FINISHED", jobId: "a1", upgradeSavepointPath: savepointOf(name) },
    };
  }
  return image.endsWith(":broken")
    ? { lifecycleState: "FAILED", error: "ClassNotFoundException: com.example.Missing", jobStatus: { state: "FAILED", jobId: "a1" } }
    : { lifecycleState: "STABLE", error: null, jobStatus: { state: "RUNNING", jobId: "a1" } };
}
