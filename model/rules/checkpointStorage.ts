/** Checkpoints go to an object store, where they outlive every pod and node. */
import { z } from "zod";
import { checkpointDirectory, placeOfCheckpointDirectory } from "../views/jobSettings.ts";
import { UNKNOWN } from "../views/known.ts";
import { defineRule, type Finding, ruleResult } from "../rule.ts";

/** What keeps checkpoints in memory, whatever the directory. */
export const STORAGE = "execution.checkpointing.storage";

export const checkpointStorage = defineRule({
  id: "checkpoint-storage",
  title: "Checkpoints are written to a bucket: s3, s3a or gs.",
  reason:
    "Without a directory Flink keeps checkpoints in the JobManager's memory, and a file path is a folder of one pod: " +
    "both are gone with the pod, and the job starts empty. The operator refuses a job with an upgrade mode that keeps " +
    "state and no directory.",
  source: "execution.checkpointing.dir (state.checkpoints.dir before Flink 1.20); DefaultValidator of the operator",
  versions: "every Beam on every Flink, operator 1.10 to 1.15",
  parameters: z.object({
    schemes: z.array(z.string().min(1)).min(1).default(["s3", "s3a", "gs"]).describe("Schemes of the directory that count as a bucket."),
  }),
  evaluate(view, { schemes }) {
    const storage = view.setting(STORAGE);
    if (storage !== UNKNOWN && storage?.trim().toLowerCase() === "jobmanager") return ruleResult([inMemory()]);
    const directory = checkpointDirectory(view);
    if (directory === UNKNOWN || storage === UNKNOWN) return ruleResult([], ["checkpoint directory"]);
    const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\/[^/]/i.exec(directory ?? "") ?? [];
    if (scheme !== undefined && schemes.includes(scheme.toLowerCase())) return ruleResult([]);
    const [usual = "s3"] = schemes;
    return ruleResult([
      {
        field: "checkpoint directory",
        value: directory === undefined ? "not set" : JSON.stringify(directory),
        limit: `a URI whose scheme is one of ${schemes.join(", ")}`,
        remedy:
          `set storage to the grant of a CheckpointBucket (execution.checkpointing.dir: ${usual}://bucket/job/checkpoints; ` +
          "state.checkpoints.dir before Flink 1.20)",
        at: placeOfCheckpointDirectory(view),
      },
    ]);
  },
});

function inMemory(): Finding {
  return {
    field: "checkpoint storage",
    value: "the JobManager's memory",
    limit: "filesystem, or not set",
    remedy: `remove ${STORAGE} from flinkConfiguration: with a directory Flink writes to it`,
    at: { setting: STORAGE },
    suggestion: "filesystem",
  };
}
