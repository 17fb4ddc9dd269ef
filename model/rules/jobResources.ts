/** JobManager and TaskManagers say how much memory and CPU they need. */
import { z } from "zod";
import type { JobView } from "../views/jobView.ts";
import { UNKNOWN } from "../views/known.ts";
import { defineRule, ruleResult } from "../rule.ts";

/** One amount that has to be there. */
interface Amount {
  readonly field: string;
  /** Argument of a BeamJob. */
  readonly argument: string;
  readonly path: readonly ["spec", "jobManager" | "taskManager", "resource", "memory" | "cpu"];
  /** Flink settings that say it as well: any of these groups, all settings of the group. */
  readonly settings: readonly (readonly string[])[];
  /** What happens without it. */
  readonly otherwise: string;
}

const REFUSED = "not set (the operator refuses the job)";

/** All amounts, in the order of the findings. */
export const AMOUNTS: readonly Amount[] = [
  {
    field: "memory of the JobManager",
    argument: "jobManager.memory",
    path: ["spec", "jobManager", "resource", "memory"],
    settings: [
      ["jobmanager.memory.process.size"],
      ["jobmanager.memory.flink.size"],
      ["jobmanager.memory.heap.size"],
      ["jobmanager.heap.size"],
      ["jobmanager.heap.mb"],
    ],
    otherwise: REFUSED,
  },
  {
    field: "CPU of the JobManager",
    argument: "jobManager.cpu",
    path: ["spec", "jobManager", "resource", "cpu"],
    settings: [["kubernetes.jobmanager.cpu.amount"], ["kubernetes.jobmanager.cpu"]],
    otherwise: "not set (Flink's default is 1)",
  },
  {
    field: "memory of the TaskManagers",
    argument: "taskManager.memory",
    path: ["spec", "taskManager", "resource", "memory"],
    settings: [
      ["taskmanager.memory.process.size"],
      ["taskmanager.memory.flink.size"],
      ["taskmanager.memory.task.heap.size", "taskmanager.memory.managed.size"],
      ["taskmanager.heap.size"],
      ["taskmanager.heap.mb"],
    ],
    otherwise: REFUSED,
  },
  {
    field: "CPU of the TaskManagers",
    argument: "taskManager.cpu",
    path: ["spec", "taskManager", "resource", "cpu"],
    settings: [["kubernetes.taskmanager.cpu.amount"], ["kubernetes.taskmanager.cpu"], ["taskmanager.cpu.cores"]],
    otherwise: "not set (Flink's default is one CPU for each slot)",
  },
];

export const jobResources = defineRule({
  id: "job-resources",
  title: "Memory and CPU of the JobManager and of the TaskManagers are set.",
  reason:
    "Flink asks Kubernetes for exactly these amounts, as requests and limits. Without memory the operator refuses the job; " +
    "without CPU a TaskManager gets as many as it has slots, whatever the pipeline needs, and quotas and node pools are " +
    "planned on a guess.",
  source: "DefaultValidator of operator 1.15.0; KubernetesConfigOptions and memory options of Flink 1.19.1",
  versions: "every Flink; operator 1.10 to 1.15",
  parameters: z.object({}),
  evaluate(view) {
    const states = AMOUNTS.map((amount) => [amount, isSet(view, amount)] as const);
    return ruleResult(
      states.map(([{ field, argument, path, otherwise, settings }, set]) =>
        set === false
          ? {
              field,
              value: otherwise,
              limit: "an amount above 0",
              remedy: `set ${argument} (${path.join(".")}, or ${settings[0]?.join(" and ")} in flinkConfiguration)`,
              at: { path },
            }
          : undefined,
      ),
      states.flatMap(([{ field }, set]) => (set === UNKNOWN ? [field] : [])),
    );
  },
});

function isSet(view: JobView, { path, settings }: Amount): boolean | typeof UNKNOWN {
  const own = view.text(...path);
  if (isAmount(own)) return true;
  const groups = settings.map((group) => group.map((name) => view.setting(name)));
  if (groups.some((group) => group.every(isAmount))) return true;
  const mayBe = groups.some((group) => group.every((text) => text === UNKNOWN || isAmount(text)));
  return own === UNKNOWN || mayBe ? UNKNOWN : false;
}

/** An empty text and 0 say nothing; whether Flink can read the text is its own to judge. */
function isAmount(text: string | undefined | typeof UNKNOWN): boolean {
  return typeof text === "string" && text.trim() !== "" && Number(text) !== 0;
}
