/** The pack every environment starts with. Mandatory is what makes checkpoints large, slow or impossible to restore, and open secrets. */
import { composePack } from "./composePack.ts";
import type { Pack } from "./pack.ts";

export const BASELINE: Pack = composePack("baseline", {
  name: "beam-flink-baseline",
  displayName: "Beam on Flink: baseline",
  description: "Checkpoints, bundles, pipeline options and identities of Beam jobs on Flink.",
});
