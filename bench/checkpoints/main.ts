/**
 * The checkpoint ladder: `node bench/checkpoints/main.ts [--rows REGEX] [--state FOLDER] [--out FILE] [--json]`. It runs Beam jobs on a
 * local environment of its own and reads the sizes of their checkpoints from Flink; all of it takes about half an hour. `--state` names a
 * folder whose environment is used where it runs and kept afterwards, `--out` a file that the rows are added to, comparison by comparison.
 */
import { parseArgs } from "node:util";
import { listBucket } from "../../local/environment/bucketUsage.ts";
import { environmentConfig, jobsOf } from "../../local/environment/environmentConfig.ts";
import { FlinkJob } from "../../local/environment/flinkJob.ts";
import { openJobStack } from "../../local/environment/jobStack.ts";
import { Kubectl } from "../../local/environment/kubectl.ts";
import { runningEnvironment } from "../../local/environment/localEnvironment.ts";
import { s3Keys } from "../../local/environment/s3Server.ts";
import { engineErrors } from "../../local/pulumi/engine.ts";
import { UserError } from "../../local/support/errors.ts";
import type { Step } from "../../local/support/step.ts";
import { circumstances } from "../circumstances.ts";
import { type Bench, compare } from "./compare.ts";
import { interruptible } from "../interruption.ts";
import { ENVIRONMENT, onPlatform, uninterrupted } from "../platform.ts";
import { judge } from "./goals.ts";
import { chosen, type Comparison } from "./matrix.ts";
import { renderReport } from "./report.ts";
import { type Results, type Row, storeResults } from "./results.ts";
import { measuredVersions } from "./versions.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "" },
    state: { type: "string" },
    out: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const interrupted = interruptible();
const step: Step = { report: (text) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`), signal: interrupted };

try {
  const comparisons = chosen(values.rows);
  const results = await onPlatform(values.state, step, () => measure(comparisons));
  const goals = judge(results.rows);
  console.log(values.json ? JSON.stringify({ ...results, goals }, undefined, 2) : renderReport(results, goals));
} catch (error) {
  if (!interrupted.aborted && !(error instanceof UserError)) throw error;
  console.error(interrupted.aborted ? "interrupted: the jobs are removed" : `bench:checkpoints: ${(error as Error).message}`);
  process.exitCode = error instanceof UserError ? error.exitCode : 1;
}

async function measure(comparisons: readonly Comparison[]): Promise<Results> {
  const local = await runningEnvironment(ENVIRONMENT, step);
  const kubectl = new Kubectl(local.cluster, uninterrupted(step));
  const config = await environmentConfig(ENVIRONMENT);
  const [first] = jobsOf(config);
  const job = first && config.jobs[first.name];
  if (first === undefined || job === undefined) throw new Error(`the environment ${ENVIRONMENT} has no job to vary`);
  const where = circumstances(await measuredVersions(ENVIRONMENT, kubectl), new Date());
  const keys = await s3Keys(local.state);
  const jobs = await openJobStack("ladder", local, step);
  const bench: Bench = {
    job,
    up: (wanted) => {
      jobs.use(wanted);
      return jobs.stack.up({ color: "never", signal: step.signal });
    },
    remove: () => jobs.stack.destroy({ color: "never" }),
    flink: (name) => new FlinkJob(kubectl, { name, namespace: first.namespace }),
    objects: (prefix) => listBucket(kubectl, keys, prefix),
  };
  const rows: Row[] = [];
  try {
    // What a run that was killed has left.
    await bench.remove();
    for (const comparison of comparisons) {
      step.signal.throwIfAborted();
      const measured = await compare(comparison, bench, step).catch((error: unknown) => {
        if (step.signal.aborted || error instanceof UserError) throw error;
        throw new UserError(engineErrors(error), { cause: error });
      });
      rows.push(...measured);
      if (values.out !== undefined) await storeResults(values.out, { ...where, rows: measured });
    }
  } finally {
    await jobs.close();
  }
  return { ...where, rows };
}
