/** What holds in every workflow, whatever it does: actions by digest, least rights, no text of others in scripts. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { PROJECT } from "../../local/environment/environments.ts";
import { readWorkflow, workflowFiles } from "./workflows.ts";

describe.each(workflowFiles().map((file) => ({ file, name: path.relative(PROJECT, file) })))("$name", ({ file }) => {
  const workflow = readWorkflow(file);
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, { steps: own }]) => own);

  test("names each action by its digest, with its version beside it", () => {
    const lines = readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => /^\s*(?:- )?uses:/.test(line));
    const pinned = /uses: (?:OWNER\/beam-flink\/[\w./-]+@REVISION|[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/;
    expect(lines.filter((line) => !pinned.test(line))).toEqual([]);
  });

  test("gives no right to all of it, and to each job what it names", () => {
    expect(workflow.permissions).toBeDefined();
    expect(Object.values(workflow.permissions ?? {})).not.toContain("write");
    for (const [name, { permissions }] of jobs) expect(permissions ?? workflow.permissions, name).toBeDefined();
  });

  test("never runs the code of forks with the repository's rights", () => {
    expect(Object.keys(workflow.on)).not.toContain("pull_request_target");
    expect(Object.keys(workflow.on)).not.toContain("workflow_run");
  });

  test("puts nothing into a script that somebody else may write: it comes as a variable", () => {
    for (const { run = "" } of steps) expect(run).not.toContain("${{");
  });

  test("checks out without leaving a token behind", () => {
    const checkouts = steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));
    expect(checkouts.filter(({ with: given }) => given["persist-credentials"] !== false)).toEqual([]);
  });
});

describe("the workflow of pull requests", () => {
  const { jobs } = readWorkflow(path.join(PROJECT, ".github", "workflows", "pull-request.yml"));

  test("runs the code of the pull request in jobs that may only read, and none of it in the one that may write", () => {
    const writing = Object.entries(jobs).filter(([, { permissions = {} }]) => Object.values(permissions).includes("write"));
    expect(writing.map(([name]) => name)).toEqual(["report"]);
    const scripts = jobs["report"]?.steps.map(({ run = "" }) => run).join("\n") ?? "";
    // Neither its packages nor its scripts: what is installed is the released package, outside the checkout.
    expect(scripts).not.toMatch(/npm (?:ci|test|run)|npx|\bnode \b|\.\/|cd "\$PROJECT"/);
    expect(scripts).toContain('cd "$RUNNER_TEMP/beam-flink"');
  });

  test("writes the report with the version of this package", () => {
    const { version } = JSON.parse(readFileSync(path.join(PROJECT, "package.json"), "utf8")) as { version: string };
    expect(readFileSync(path.join(PROJECT, ".github", "workflows", "pull-request.yml"), "utf8")).toContain(`default: ${version}\n`);
  });
});
