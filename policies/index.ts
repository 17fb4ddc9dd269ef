/** Serves the pack `beam-flink-baseline` to the engine: one resource policy for each rule. */
import { PolicyPack } from "@pulumi/policy";
import { jobPolicies } from "./jobPolicy.ts";
import { BASELINE } from "./packs/baseline.ts";

// PolicyPack reads its version from the package.json of the working directory, which may be the Pulumi project's.
process.chdir(import.meta.dirname);

// Constructing it starts the server and prints the port.
void new PolicyPack(BASELINE.name, {
  displayName: BASELINE.displayName,
  description: BASELINE.description,
  policies: jobPolicies(BASELINE),
});
