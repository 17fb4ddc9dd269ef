/** The gate of the cluster: a real API server with the policies of all rules that it can hold, each as a warning, so that it tells all. */
import { renderAdmissionPolicies } from "../../model/admission/index.ts";
import { PRODUCTION } from "../../policies/packs/production.ts";
import { ApiServer, flinkDeploymentCrd, namespaceObject, until } from "../model/admission/apiServer.ts";
import { startControlPlane } from "../support/controlPlane.ts";
import { CASES } from "./cases.ts";

const NAMESPACE = "beam";

export interface AdmissionGate {
  /** Messages for a job, in the order of the alphabet. */
  ask(manifest: object): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Starts the API server, and waits until each policy has said something. */
export async function openAdmissionGate(): Promise<AdmissionGate> {
  const plane = await startControlPlane();
  const api = await ApiServer.of(plane);
  const stop = async () => {
    api.close();
    await plane.stop();
  };
  const ask = async (manifest: object) => {
    const { code, warnings, refusal } = await api.create(manifest, { namespace: NAMESPACE });
    if (code !== 201) throw new Error(`the API server refuses the job: ${refusal}`);
    return warnings.toSorted();
  };
  try {
    const apply = (object: object) => plane.run(["apply", "--server-side", "-f", "-"], JSON.stringify(object));
    await apply(await flinkDeploymentCrd({ nested: true }));
    await apply(namespaceObject(NAMESPACE));
    // With the parameters of the pack that the other gates are asked with.
    const parameters = PRODUCTION.jobs.flatMap(({ rule, parameters: own }) => (own === undefined ? [] : [[rule.id, { parameters: own }]]));
    const policies = renderAdmissionPolicies({ level: "advisory", rules: Object.fromEntries(parameters) });
    for (const { policy, binding } of policies) {
      await apply(policy);
      await apply(binding);
    }
    for (const { rule } of policies) {
      const breaking = CASES.find(({ breaks }) => breaks.includes(rule));
      if (breaking === undefined) throw new Error(`no case breaks ${rule}`);
      const expected = breaking.breaks.filter((id) => policies.some((one) => one.rule === id)).length;
      await until(`the policy of ${rule} holds`, async () => (await ask(breaking.manifest).catch(() => [])).length >= expected);
    }
    return { ask, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
