/** Whether an offline preview shows the operator's definitions: they are data of its release, and one release can be had here. */
import { type Environment, operatorRelease } from "../../stacks/config.ts";
import { CRD_RELEASE, crdDirectory } from "./crds.ts";
import { givenFolder } from "../support/givenFolder.ts";
import type { Step } from "../support/step.ts";

export interface Definitions {
  /** What the program reads. */
  readonly variables: Readonly<Record<string, string>>;
  /** Release whose definitions are left out; undefined when nothing is. */
  readonly missing?: string;
}

/** `fetched` gives the folder with the definitions of the one release. */
export async function definitionsFor(environment: Environment, step: Step, fetched = crdDirectory): Promise<Definitions> {
  // Another stack installs them, or none is planned: without a bucket there is no platform.
  if (environment.platform !== undefined || environment.bucket === undefined) return { variables: {} };
  const given = process.env["BEAM_FLINK_CRD_DIRECTORY"];
  if (given) return { variables: { BEAM_FLINK_CRD_DIRECTORY: givenFolder(given) } };
  const release = operatorRelease(environment);
  if (release === CRD_RELEASE) return { variables: { BEAM_FLINK_CRD_DIRECTORY: await fetched(step) } };
  return { variables: { BEAM_FLINK_CRD_SKIP: "true" }, missing: release };
}
