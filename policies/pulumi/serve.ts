/** Serves a pack to the engine: one policy for each rule. */
import { PolicyPack } from "@pulumi/policy";
import type { Pack } from "../packs/pack.ts";
import { infrastructurePolicies } from "./infrastructurePolicies.ts";
import { jobPolicies } from "./jobPolicies.ts";

/** Starts the server, which prints its port. `folder` is that of the pack, with its package.json. */
export function servePack(pack: Pack, folder: string): void {
  // PolicyPack reads its version from the package.json of the working directory, which may be the Pulumi project's.
  process.chdir(folder);
  void new PolicyPack(pack.name, {
    displayName: pack.displayName,
    description: pack.description,
    policies: [...jobPolicies(pack), ...infrastructurePolicies(pack)],
  });
}
