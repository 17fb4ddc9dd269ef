/** The Beam in use has the repairs that a streaming job on Flink needs. */
import { z } from "zod";
import { placeOfFact } from "../views/jobFacts.ts";
import { UNKNOWN } from "../views/known.ts";
import { defineRule, ruleResult } from "../rule.ts";
import { BEAM_VERSION, BEAM_VERSION_FIELD, versionLine } from "../views/versionFact.ts";
import { compareLines } from "../versionNumber.ts";

/** What a job gets from a Beam line on. */
const GAINS: readonly (readonly [since: string, gain: string])[] = [
  ["2.53", "sources that let checkpoint barriers through, and Kafka reads whose poll timeout adapts to the load"],
  ["2.56", "checkpoints without a copy of the pipeline options in each state, and watermarks that idle partitions do not hold back"],
  ["2.61", "gauges of the Kafka backlog, without which nothing can scale on it"],
];

export const beamVersion = defineRule({
  id: "beam-version",
  title: "Beam is 2.61 or later.",
  reason:
    "Three releases changed what streaming on Flink costs. 2.53: Flink's new sources, where the old ones held barriers " +
    "back under load (FLINK-26759), and KafkaIO's adaptive poll timeout. 2.56: options no longer in every checkpoint " +
    "(BEAM-8577) and two watermark faults repaired. 2.61: KafkaIO reports its backlog while it reads.",
  source: "Beam PR #28614 and #29400 (2.53), #30197 and #30969 (2.56), KafkaUnboundedReader.reportBacklog (2.61)",
  versions: "classic FlinkRunner of Beam 2.52 to 2.77; the portable runner keeps the old sources",
  parameters: z.object({
    minimum: z
      .string()
      .regex(/^\d{1,4}\.\d{1,4}$/, 'must be a line such as "2.61"')
      .default("2.61")
      .describe("Oldest line of Beam, as major.minor."),
  }),
  evaluate(view, { minimum }) {
    const line = versionLine(view, BEAM_VERSION);
    if (line === UNKNOWN || line === undefined) return ruleResult([], [BEAM_VERSION_FIELD]);
    if (compareLines(line, minimum) >= 0) return ruleResult([]);
    const missed = GAINS.filter(([since]) => compareLines(line, since) < 0 && compareLines(since, minimum) <= 0);
    const gains = missed.map(([since, gain]) => `${gain} (since ${since})`).join("; ");
    return ruleResult([
      {
        field: "Beam version",
        value: line,
        limit: `${minimum} at least`,
        remedy: `raise versions.beam and the Beam of the image to ${minimum} or later${gains === "" ? "" : `, which brings ${gains}`}`,
        at: placeOfFact(view, BEAM_VERSION),
      },
    ]);
  },
});
