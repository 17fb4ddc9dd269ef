/** `checkpoint-storage` in CEL. */
import { checkpointStorage as rule, STORAGE } from "../../rules/checkpointStorage.ts";
import { type AdmissionRule, findingText, fixedTexts } from "../admissionRule.ts";
import { isWord, literal, pattern, quoted } from "../cel.ts";

export const checkpointStorage: AdmissionRule = {
  rule,
  level: "mandatory",
  translate(job, parameters) {
    const directory = job.checkpointDirectory();
    const schemes = parameters.texts("schemes");
    const [usual = "s3"] = schemes;
    const uri = pattern("^[A-Za-z][A-Za-z0-9+.-]*://[^/]");
    const isInMemory = `${job.setting(STORAGE)}.exists(t, ${isWord("t", "jobmanager")})`;
    const [inMemory = ""] = fixedTexts(rule, { spec: { job: {}, flinkConfiguration: { [STORAGE]: "jobmanager" } } });
    return [
      { expression: `!${isInMemory}`, messageExpression: inMemory },
      {
        // In memory the directory counts for nothing, and the rule says no more of it.
        expression: `${isInMemory} || ${directory}.exists(t, t.matches(${uri}) && t.find('^[^:]*').lowerAscii() in [${schemes.map(literal).join(", ")}])`,
        messageExpression: findingText({
          field: "checkpoint directory",
          value: `(size(${directory}) == 0 ? 'not set' : ${quoted(`${directory}[0]`)})`,
          limit: literal(`a URI whose scheme is one of ${schemes.join(", ")}`),
          remedy: literal(
            `set storage to the grant of a CheckpointBucket (execution.checkpointing.dir: ${usual}://bucket/job/checkpoints; ` +
              "state.checkpoints.dir before Flink 1.20)",
          ),
        }),
      },
    ];
  },
};
