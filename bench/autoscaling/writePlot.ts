/** Writes `docs/images/autoscaling-run.svg` from the stored run: `node bench/autoscaling/writePlot.ts`. */
import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import { linePlot } from "../plot.ts";
import { BASE_RATE } from "./loadStep.ts";
import { readResults } from "./results.ts";

const PLOT = path.join(import.meta.dirname, "..", "..", "docs", "images", "autoscaling-run.svg");

const RATE = `elements read, × ${BASE_RATE}/s`;
const PARALLELISM = "parallelism of the source";
const TASK_MANAGERS = "TaskManagers";
const BUSY = "busy share of the source's tasks";

const { samples, step, date } = await readResults();
const svg = await linePlot({
  title: "A load step scales a Beam job up and down, in place",
  subtitle: `${date}; windows of 30 s; rate and busy time are Flink's own, averaged over a minute`,
  series: [RATE, PARALLELISM, TASK_MANAGERS, BUSY],
  x: { title: "time since the job's start", unit: "s" },
  y: { title: "multiple, number or share" },
  points: samples.flatMap(({ seconds: x, parallelism, taskManagers, busy, elementsPerSecond }) => [
    { series: RATE, x, y: elementsPerSecond / BASE_RATE },
    { series: PARALLELISM, x, y: parallelism },
    { series: TASK_MANAGERS, x, y: taskManagers },
    { series: BUSY, x, y: busy },
  ]),
  marks: [
    { text: "load rises", x: step.fromSeconds },
    { text: "load falls", x: step.toSeconds },
  ],
});
await writeFile(PLOT, svg);
