/**
 * Runs the scripts of the pull request's workflow as a runner does, job after job, without the runner: what its actions do (check out, set
 * up, hand files over) is done here, and the scripts themselves are those of the workflow's file.
 */
import { chmod, cp, mkdir, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { execa } from "execa";
import { PROJECT } from "../../../local/environment/environments.ts";
import { readWorkflow, type WorkflowStep } from "../../workflows/workflows.ts";
import type { SampleRepository } from "./sampleRepository.ts";

const FILE = path.join(PROJECT, ".github", "workflows", "pull-request.yml");

export interface StepResult {
  readonly step: string;
  readonly code: number;
  readonly output: string;
}

export interface WorkflowRunOptions {
  readonly repository: SampleRepository;
  /** An empty folder. */
  readonly folder: string;
  /** Folder of the Pulumi CLI. */
  readonly pulumi: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Whether the pull request comes from the repository itself. */
  readonly own: boolean;
  /** Folder of a former run whose previews are taken: then the report alone is run. */
  readonly former?: string;
  /** Of the runner: where GitHub is. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface WorkflowRunResult {
  readonly steps: readonly StepResult[];
  /** What the job's summary shows. */
  readonly summary: string;
}

export async function runPullRequestWorkflow(options: WorkflowRunOptions): Promise<WorkflowRunResult> {
  const { repository, folder, inputs } = options;
  const { jobs } = readWorkflow(FILE);
  const bin = await programs(folder);
  const results: StepResult[] = [];
  const handedOver = path.join(folder, "report", "temp", "sides");
  if (options.former !== undefined) await cp(path.join(options.former, "report", "temp", "sides"), handedOver, { recursive: true });
  for (const side of options.former === undefined ? (["base", "head"] as const) : []) {
    const runner = await newRunner(path.join(folder, side), options, bin);
    await execa("git", ["clone", "--quiet", repository.folder, runner.workspace]);
    await execa("git", ["checkout", "--quiet", repository[side]], { cwd: runner.workspace });
    const steps = jobs["side"]?.steps.filter(({ name }) => side === "head" || name !== "Unit tests") ?? [];
    results.push(...(await runSteps(side, steps, runner, { ...environment(jobs["side"]?.env, inputs) })));
    await cp(path.join(runner.temp, "side"), path.join(handedOver, `beam-flink-${side}`), { recursive: true });
  }
  const runner = await newRunner(path.join(folder, "report"), options, bin);
  await execa("git", ["clone", "--quiet", repository.folder, runner.workspace]);
  const variables = { ...environment(jobs["report"]?.env, inputs), OWN: String(options.own) };
  results.push(...(await runSteps("report", jobs["report"]?.steps ?? [], runner, variables)));
  return { steps: results, summary: await readFile(runner.summary, "utf8") };
}

interface Runner {
  readonly workspace: string;
  readonly temp: string;
  readonly summary: string;
  readonly output: string;
  readonly variables: Readonly<Record<string, string>>;
}

async function newRunner(folder: string, { pulumi, variables }: WorkflowRunOptions, bin: string): Promise<Runner> {
  const [temp, workspace] = [path.join(folder, "temp"), path.join(folder, "workspace")];
  await mkdir(temp, { recursive: true });
  const [summary, output] = [path.join(temp, "summary.md"), path.join(temp, "output.txt")];
  await writeFile(summary, "");
  await writeFile(output, "");
  const PATH = [bin, path.dirname(process.execPath), pulumi, process.env["PATH"] ?? ""].join(path.delimiter);
  const own = { PATH, RUNNER_TEMP: temp, GITHUB_WORKSPACE: workspace, GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output };
  return { temp, workspace, summary, output, variables: { ...own, ...variables } };
}

/** The steps with scripts, each whether or not the ones before it have failed: the workflow says so of those where it matters. */
async function runSteps(
  job: string,
  steps: readonly WorkflowStep[],
  { workspace, output, variables }: Runner,
  environmentOfJob: Readonly<Record<string, string>>,
): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const { name = "", run, env } of steps) {
    if (run === undefined) continue;
    const outputs = Object.fromEntries(
      (await readFile(output, "utf8"))
        .trim()
        .split("\n")
        .map((line) => line.split("=", 2)),
    );
    const own = Object.fromEntries(Object.entries(env).map(([key, value]) => [key, expression(String(value), variables, outputs)]));
    // As a runner starts bash.
    const { exitCode, all } = await execa("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", run], {
      cwd: workspace,
      env: { ...variables, ...environmentOfJob, ...own },
      reject: false,
      all: true,
    });
    results.push({ step: `${job}: ${name}`, code: exitCode ?? 1, output: all });
  }
  return results;
}

/** `${{ inputs.x }}` of a job's variables. */
function environment(given: Readonly<Record<string, unknown>> = {}, inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, inputs[/^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(String(value))?.[1] ?? ""] ?? ""]),
  );
}

/** What else the steps' variables say. */
function expression(value: string, variables: Readonly<Record<string, string>>, outputs: Readonly<Record<string, string>>): string {
  if (value === "${{ github.token }}") return variables["GITHUB_TOKEN"] ?? "";
  const [, output] = /^\$\{\{ steps\.\w+\.outputs\.(\w+) \}\}$/.exec(value) ?? [];
  if (output === undefined) throw new Error(`${value} is not known here`);
  return outputs[output] ?? "";
}

/** npm and npx without a registry: what they would install is this repository. */
async function programs(folder: string): Promise<string> {
  const bin = path.join(folder, "bin");
  await mkdir(bin, { recursive: true });
  const command = `exec '${process.execPath}' '${path.join(PROJECT, "cli", "main.ts")}' "$@"\n`;
  const install = `'${process.execPath}' '${path.join(import.meta.dirname, "installStandIn.ts")}' "$PWD"`;
  const scripts = {
    npx: `#!/bin/sh\n[ "$1" = --no-install ] && [ "$2" = beam-flink ] || exit 64\nshift 2\n${command}`,
    npm: [
      "#!/bin/sh",
      `case "$1" in`,
      `ci) ${install} ;;`,
      `install) mkdir -p node_modules/.bin && cp '${path.join(bin, "beam-flink")}' node_modules/.bin/beam-flink ;;`,
      `test) echo "unit tests" ;;`,
      "*) exit 64 ;;",
      "esac\n",
    ].join("\n"),
    "beam-flink": `#!/bin/sh\n${command}`,
  };
  for (const [name, text] of Object.entries(scripts)) {
    await writeFile(path.join(bin, name), text);
    await chmod(path.join(bin, name), 0o755);
  }
  return bin;
}
