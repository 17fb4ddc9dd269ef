/** What rules and people must know of a job that its manifest does not say: labels of the FlinkDeployment. */
import { positive, type Versions } from "../../model/platform.ts";

/**
 * What a job is expected to process. It changes nothing about how the job runs: the rule `checkpoint-budget` and `beam-flink budget`
 * estimate its checkpoints from it.
 */
export interface WorkloadArgs {
  /**
   * Independent pipelines in the job: each has its own sources.
   * @default 1
   */
  readonly pipelines?: number;
  /**
   * Elements a second of one pipeline at its peak, a whole number.
   * @default the parameter of the rule checkpoint-budget
   */
  readonly elementsPerSecond?: number;
  /**
   * Bytes of an encoded element, a whole number.
   * @default the parameter of the rule checkpoint-budget
   */
  readonly elementBytes?: number;
  /**
   * Bytes that one pipeline itself keeps in state, a whole number.
   * @default the parameter of the rule checkpoint-budget
   */
  readonly stateBytes?: number;
}

/** The labels. Versions are there to be selected by: `kubectl get flinkdeployments -l beam-flink/beam-version=2.77.0`. */
export function jobFacts(workload: WorkloadArgs, versions: Versions): Record<string, string> {
  const { pipelines = 1, elementsPerSecond, elementBytes, stateBytes } = workload;
  const figures = {
    pipelines,
    ...(elementsPerSecond === undefined ? {} : { elementsPerSecond }),
    ...(elementBytes === undefined ? {} : { elementBytes }),
    ...(stateBytes === undefined ? {} : { stateBytes }),
  };
  const labels = Object.entries(figures).map(([name, value]) => [labelOf(name), String(positive(value, `workload.${name}`))]);
  return {
    "beam-flink/beam-version": versions.beam,
    "beam-flink/operator-version": versions.operator,
    ...Object.fromEntries(labels),
  };
}

/** `elementsPerSecond` is the label `beam-flink/elements-per-second`. */
function labelOf(name: string): string {
  return `beam-flink/${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
