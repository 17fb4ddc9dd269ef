import { extendPack, PRODUCTION } from "beam-flink/policies";
import { jobCpu } from "./jobCpu.ts";

export const PACK = extendPack(PRODUCTION, {
  name: "acme-streaming",
  displayName: "Streaming at Acme",
  description: "What Beam jobs on Flink need, and what they may cost.",
  levels: { "job-resources": "mandatory" },
  parameters: { "bundle-size": { minimum: 20_000 } },
  jobs: [{ rule: jobCpu, level: "mandatory", parameters: { maximum: 16 } }],
});
