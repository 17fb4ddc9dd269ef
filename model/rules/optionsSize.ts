/** Pipeline options stay small and hold no payload: that belongs in a mounted file. */
import { z } from "zod";
import { isTellableName, NO_NAME } from "../views/credentialNames.ts";
import { UNKNOWN } from "../views/known.ts";
import { defineRule, ruleResult } from "../rule.ts";

/** Keys named in the finding. */
const LARGEST = 3;

export const optionsSize = defineRule({
  id: "options-size",
  title: "The pipeline options are at most 4 KiB together.",
  reason:
    "Every operator of the job graph holds a copy of all options: 68 bytes of graph for each byte of options were " +
    "measured per pipeline (Beam 2.70). The graph goes to the TaskManagers and into the high-availability store, fails " +
    "to submit above 100 MiB, and the Web UI shows every option in clear text. Checkpoints hold no options any more " +
    "(BEAM-8577, repaired in about 2.56).",
  source: "Beam 2.70.0 with Flink 1.19.1, job graphs of 0.3 MB, 7.1 MB and 136 MB for options of 0, 100 KB and 2 MB",
  versions: "every Beam; the figure is of Beam 2.70 on Flink 1.19",
  parameters: z.object({
    maximumBytes: z.int().positive().default(4096).describe("Size of the options as JSON.").meta({ unit: "bytes" }),
  }),
  evaluate(view, { maximumBytes }) {
    const options = view.options();
    if (options === UNKNOWN) return ruleResult([], ["pipeline options"]);
    const size = bytes(Object.fromEntries(options));
    if (size <= maximumBytes) return ruleResult([]);
    // Names and sizes only: a value may be a secret.
    const largest = [...options]
      .map(([name, value]) => ({ name, size: bytes(value) }))
      .toSorted((a, b) => b.size - a.size)
      .slice(0, LARGEST);
    const largestName = largest[0]?.name;
    return ruleResult([
      {
        field: "size of the pipeline options",
        value: `${size} bytes (largest: ${largest.map(({ name, size: own }) => `${isTellableName(name) ? name : NO_NAME} ${own} bytes`).join(", ")})`,
        limit: `${maximumBytes} bytes at most`,
        remedy: "move the large ones into applicationConfig, which is mounted as a file",
        at: largestName === undefined ? { path: ["spec", "job", "args"] } : { option: largestName },
      },
    ]);
  },
});

function bytes(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
