/** A job stays within the CPU that a team may take. */
import { defineRule, type Known, ruleResult, UNKNOWN } from "beam-flink/model";
import { z } from "zod";

export const jobCpu = defineRule({
  id: "job-cpu",
  title: "All TaskManagers of a job together take no more CPU than the limit.",
  reason: "Nodes are bought for a year: a job that takes more than its share leaves none for the next team.",
  source: "Decision of the streaming team",
  versions: "every Beam, Flink and operator",
  parameters: z.object({
    maximum: z.number().positive().default(32).describe("Most CPUs of all TaskManagers.").meta({ unit: "CPUs" }),
  }),
  evaluate(view, { maximum }) {
    const cpu = numberIn(view.text("spec", "taskManager", "resource", "cpu"));
    const parallelism = numberIn(view.text("spec", "job", "parallelism"));
    const slots = numberIn(view.setting("taskmanager.numberOfTaskSlots"));
    if (cpu === UNKNOWN || parallelism === UNKNOWN || slots === UNKNOWN) {
      const amounts = Object.entries({ "CPU of a TaskManager": cpu, parallelism, slots });
      return ruleResult(
        [],
        amounts.flatMap(([field, amount]) => (amount === UNKNOWN ? [field] : [])),
      );
    }
    const taskManagers = Math.ceil(parallelism / slots);
    const total = cpu * taskManagers;
    if (total <= maximum) return ruleResult([]);
    return ruleResult([
      {
        field: "CPU of all TaskManagers",
        value: `${total}: ${taskManagers} of ${cpu}`,
        limit: `${maximum} at most`,
        remedy: "lower taskManager.cpu or parallelism, or ask the streaming team for more",
        at: { path: ["spec", "taskManager", "resource", "cpu"] },
      },
    ]);
  },
});

/** 1 where nothing is set, or no number: that is another rule's finding. */
function numberIn(text: Known<string | undefined>): Known<number> {
  if (text === UNKNOWN) return UNKNOWN;
  const number = Number(text ?? 1);
  return Number.isNaN(number) ? 1 : number;
}
