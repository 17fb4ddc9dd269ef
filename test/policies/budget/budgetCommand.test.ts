import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { budgetCommand } from "../../../policies/budget/budgetCommand.ts";

const folder = mkdtempSync(path.join(tmpdir(), "budget-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A FlinkDeployment in a file of its own. */
function file(name: string, labels: Readonly<Record<string, string>>, ...args: string[]): string {
  const place = path.join(folder, `${name}.json`);
  const metadata = { name, namespace: "beam", labels };
  writeFileSync(
    place,
    JSON.stringify({ apiVersion: "flink.apache.org/v1beta1", kind: "FlinkDeployment", metadata, spec: { job: { args } } }),
  );
  return place;
}

function run(...parameters: string[]) {
  let [output, errors] = ["", ""];
  const context = { output: (text: string) => void (output += text), errors: (text: string) => void (errors += text), today: new Date() };
  return { code: budgetCommand(parameters, context), output, errors };
}

const BUNDLES = ["--checkpointingInterval=10000", "--maxBundleSize=10000", "--maxBundleTimeMills=10000"];
const FACTS = { "beam-flink/pipelines": "10", "beam-flink/beam-version": "2.77.0" };
const finished = file("finished", FACTS, ...BUNDLES, "--finishBundleBeforeCheckpointing=true");
const open = file("open", FACTS, ...BUNDLES);
const silent = file("silent", {});

describe("beam-flink budget", () => {
  test("tells the size of a checkpoint, its parts and what was taken for granted", () => {
    const { code, output, errors } = run(open);
    expect([code, errors]).toEqual([0, ""]);
    expect(output).toContain(`beam/open  (${open}:1)\n  each checkpoint  22.1 MB  (± 50 %, derived from what was measured), every 10 s\n`);
    expect(output).toContain("bundles of 10000 elements or 10 s, 1000 elements/s of 200 bytes");
    expect(output).toContain("Beam 2.77 keeps none in checkpoints");
    expect(output).toContain("    - 1000 elements a second in each pipeline.\n");
    expect(run(finished).output).toContain("each checkpoint  100 KB");
  });

  test("takes what a job does not say from options", () => {
    const { output } = run("--elements-per-second", "100", "--element-bytes=1000", "--state-bytes=0", "--format=json", open);
    const { jobs } = z
      .object({ jobs: z.array(z.object({ job: z.string(), totalBytes: z.number(), inputs: z.looseObject({}) })) })
      .parse(JSON.parse(output));
    expect(jobs).toMatchObject([{ job: "beam/open", totalBytes: 10 * 100 * 10 * 1020, inputs: { elementsPerSecond: 100, stateBytes: 0 } }]);
  });

  test("says what it wants, and ends with 1", () => {
    expect(run(silent)).toEqual({
      code: 1,
      output: `beam/silent  (${silent}:1)\n  cannot be estimated without: number of pipelines (annotation beam-flink/pipelines, a whole number)\n`,
      errors: "",
    });
  });

  test("says that there is no job", () => {
    const other = path.join(folder, "other.yaml");
    writeFileSync(other, "kind: ConfigMap\n");
    expect(run(other)).toMatchObject({ code: 0, output: "There is no FlinkDeployment with a job here.\n" });
  });

  test.each([
    [[], "FILE is not set: is needed. Name files or folders"],
    [[open, "--format=xml"], '--format is "xml": must be text or json.'],
    [[open, "--state-bytes=much"], '--state-bytes is "much": must be a number, 0 or more.'],
    [[open, "--speed=1"], 'option is "--speed": is none of the budget. See beam-flink budget --help.'],
    [[open, "--element-byte=1"], "Did you mean --element-bytes?"],
    [[open, "--state-bytes", "-1"], '--state-bytes is "-1": needs a value. If that is the value, write --state-bytes=-1.'],
    [[open, "--state-bytes"], "--state-bytes is not set: needs a value."],
  ])("refuses %j", (parameters, message) => {
    const { code, errors } = run(...parameters);
    expect(code).toBe(2);
    expect(errors).toContain(message);
  });

  test("tells files that it cannot read, and estimates the others", () => {
    const { code, output, errors } = run(path.join(folder, "none.yaml"), finished);
    expect(code).toBe(2);
    expect(errors).toContain("none.yaml: there is no such file or folder");
    expect(output).toContain("beam/finished");
    expect(run(path.join(folder, "none.yaml")).output).toBe("");
  });
});
