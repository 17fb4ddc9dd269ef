/** Options from which the graph is made: Beam's own of that kind, and all that are the job's. */
import { isBeamOption } from "../../views/beamOptionNames.ts";
import type { Difference } from "../difference.ts";
import type { ChangeJudgement, Verdict } from "../judgement.ts";

/** What an option of Beam changes in the graph or in how state is written. */
const GRAPH_OPTIONS: Readonly<Record<string, string>> = {
  experiments:
    "experiments choose other translations: use_sdf_read and use_deprecated_read, for one, read Kafka by another operator with other state",
  gbek: "every GroupByKey is replaced by one of encrypted keys, with other transforms and coders",
  defaultEnvironmentType: "the code of a portable pipeline comes from another place",
  defaultEnvironmentConfig: "the code of a portable pipeline comes from another place",
  environmentOptions: "the code of a portable pipeline comes from another place",
  filesToStage: "it names the code of the job",
  runner: "another runner keeps state in its own form",
  streaming: "a bounded pipeline is translated in another way than an unbounded one",
  updateCompatibilityVersion: "it makes Beam build the graph and coders of that version",
  transformsToOverride: "it puts other transforms in the place of those of the program",
  transformServiceBeamVersion: "transforms come from another version of Beam",
  useDataStreamForBatch: "batch is translated by another API of Flink",
  autoBalanceWriteFilesShardingEnabled: "WriteFiles gets another sharding transform",
  reIterableGroupByKeyResult: "GroupByKey is translated to another operator",
  useStorageWriteApi: "BigQueryIO writes by other transforms",
  useStorageWriteApiAtLeastOnce: "BigQueryIO writes by other transforms",
  numStorageWriteApiStreams: "BigQueryIO shards what it writes by it",
};

export const pipelineOptions: ChangeJudgement = {
  id: "pipeline-options",
  title: "A pipeline option from which the graph may be made has changed.",
  classes: ["state-at-risk"],
  why: "an option of the job's own goes into the code that builds the pipeline: whether it changes a transform, a window, a coder or a source cannot be seen here",
  next: "ask who wrote the job whether the option changes transforms, windows, coders or sources; if so, try it on a copy of a savepoint",
  source: "option interfaces of Beam; KafkaIO and SplittableParDo of Beam 2.75; GroupByEncryptedKey of Beam; Beam pull request #28614",
  judge: ({ differences }) => differences.flatMap((one) => verdictOn(one)),
};

function verdictOn(one: Difference): readonly Verdict[] {
  if (!("option" in one.at) || one.unknown) return [];
  const { option } = one.at;
  const why = Object.hasOwn(GRAPH_OPTIONS, option) ? GRAPH_OPTIONS[option] : undefined;
  if (why !== undefined)
    return [{ ...one, class: "state-at-risk", why, next: "try it on a copy of a savepoint; take a savepoint before the update" }];
  return isBeamOption(option) ? [] : [{ ...one, class: "state-at-risk" }];
}
