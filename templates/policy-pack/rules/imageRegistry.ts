/** Images come from a registry of the organisation, where they are scanned and kept. */
import { defineRule, type Finding, ruleResult, UNKNOWN } from "beam-flink/model";
import { z } from "zod";

export const imageRegistry = defineRule({
  id: "image-registry",
  title: "The image comes from one of the organisation's registries.",
  reason:
    "TaskManagers start days after the JobManager: an image that its registry has removed since keeps a job from scaling or recovering.",
  source: "Decision of the streaming team",
  versions: "every Beam, Flink and operator",
  parameters: z.object({
    registries: z
      .array(z.string().min(1))
      .default([])
      .describe("What an image may begin with: registry.example.com/ or registry.example.com/team/."),
  }),
  evaluate({ image }, { registries }) {
    if (registries.length === 0) return ruleResult([]);
    // In a preview a value may not be known yet: the rule says so, and is not taken for met.
    if (image === UNKNOWN) return ruleResult([], ["image"]);
    if (image !== undefined && registries.some((registry) => image.startsWith(registry))) return ruleResult([]);
    const finding: Finding = {
      field: "image",
      value: image ?? "not set",
      limit: `an image from ${registries.join(" or ")}`,
      remedy: "push the image there, and give its name in that registry",
      at: { path: ["spec", "image"] },
    };
    return ruleResult([finding]);
  },
});
