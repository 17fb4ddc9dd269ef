/** The organisation's pack: all rules of beam-flink's pack for production, as the organisation wants them, and its own. */
import { extendPack, PRODUCTION } from "beam-flink/policies";
import { imageRegistry } from "./rules/imageRegistry.ts";

export const PACK = extendPack(PRODUCTION, {
  name: "streaming-policies",
  displayName: "Streaming policies",
  description: "What our Beam jobs on Flink need.",
  // The rules, their parameters and defaults: https://github.com/OWNER/beam-flink/blob/main/docs/RULES.md
  levels: {
    // "mandatory" stops the update, "advisory" tells, "disabled" is silent.
    "image-pinned": "mandatory",
  },
  parameters: {
    "bundle-size": { maximum: 50_000 },
  },
  jobs: [{ rule: imageRegistry, level: "mandatory", parameters: { registries: ["registry.example.com/"] } }],
});
