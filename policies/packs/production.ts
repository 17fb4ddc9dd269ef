/** The pack of production: mandatory is also what a job needs to survive failures, upgrades and load. */
import { composePack } from "./composePack.ts";
import type { Pack } from "./pack.ts";

export const PRODUCTION: Pack = composePack(
  "production",
  {
    name: "beam-flink-production",
    displayName: "Beam on Flink: production",
    description: "What Beam jobs on Flink, their buckets and their clusters need in production.",
  },
  // A tag can be moved to another image; what runs in production is what was tested.
  { "image-pinned": { digest: true } },
);
