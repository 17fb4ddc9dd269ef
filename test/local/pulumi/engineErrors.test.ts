import { expect, test } from "vitest";
import { engineErrors } from "../../../local/pulumi/engineErrors.ts";

const failed = (stdout: string, stderr = "") =>
  new Error(`code: 255\n stdout: ${stdout}\n stderr: ${stderr}\n err?: Error: Command failed with exit code 255\n`);

test("the diagnostics are left, without what only says that it failed", () => {
  const said = engineErrors(
    failed(`Previewing update (dev):
 +  pulumi:pulumi:Stack project-dev create
Diagnostics:
  kubernetes:core/v1:Namespace (ns):
    error: Preview failed: Namespace default already exists

  pulumi:pulumi:Stack (project-dev):
    error: preview failed

Resources:
    + 1 to create
    1 errored
`),
  );
  expect(said).toBe("Diagnostics:\n  kubernetes:core/v1:Namespace (ns):\n    error: Preview failed: Namespace default already exists");
});

test("policy violations are left, also when there are no other diagnostics", () => {
  const said = engineErrors(
    failed(`Diagnostics:
  pulumi:pulumi:Stack (project-dev):
    error: update failed

Policies:
    ❌ flink@v0.0.1 (local: policies)
        - [mandatory]  parallelism  (FlinkDeployment: job-0)
          spec.job.parallelism is 9; the platform allows 8

Duration: 1s`),
  );
  expect(said).toContain("Policies:\n    ❌ flink@v0.0.1");
  expect(said).toContain("spec.job.parallelism is 9; the platform allows 8");
  expect(said).not.toMatch(/update failed|Duration|Diagnostics/);
});

test("an error of the program keeps its message and loses its stack and its colours", () => {
  const said = engineErrors(
    failed(`Diagnostics:
  pulumi:pulumi:Stack (project-dev):
    \u001b[31merror: \u001b[0mUserError: jobs.a.parallelism is 0: it must be at least 1
        at parse (file:///x/model/config.ts:10:5)
        at process.processTicksAndRejections (node:internal/process/task_queues:105:5)
`),
  );
  expect(said).toBe(
    "Diagnostics:\n  pulumi:pulumi:Stack (project-dev):\n    error: UserError: jobs.a.parallelism is 0: it must be at least 1",
  );
});

test("what is told twice is told once, and a pack that found nothing is not told", () => {
  const said = engineErrors(
    failed(`Policies:
    ✅ flink@v0.0.1 (local: policies)

Diagnostics:
  pulumi:pulumi:Stack (project-dev):
    error: parallelism is 0: must be a whole number above 0.
    error: parallelism is 0: must be a whole number above 0.
    error: another

Duration: 1s`),
  );
  expect(said).toBe(
    "Diagnostics:\n  pulumi:pulumi:Stack (project-dev):\n    error: parallelism is 0: must be a whole number above 0.\n    error: another",
  );
});

test("without sections, standard error is told; without that, the message", () => {
  expect(engineErrors(failed("", "error: no stack named 'x' found"))).toBe("error: no stack named 'x' found");
  expect(engineErrors(new Error("something else"))).toBe("something else");
  expect(engineErrors("a text")).toBe("a text");
});
