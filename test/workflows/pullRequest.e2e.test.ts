/**
 * The pull request's workflow on a repository with a base and a head, script by script, up to the comment on a stand-in of GitHub's API.
 * The page docs/pull-requests.md shows that comment; BEAM_FLINK_WRITE_DOCS=true writes it there.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROJECT } from "../../local/environment/environments.ts";
import { resolvePulumiCli } from "../../local/pulumi/pulumiCli.ts";
import { silent } from "../../local/support/step.ts";
import { EVENT, type GitHubApi, startGitHubApi, variablesFor } from "../support/pullRequest/gitHubApi.ts";
import { type SampleRepository, sampleRepository } from "../support/pullRequest/sampleRepository.ts";
import { runPullRequestWorkflow, type WorkflowRunResult } from "../support/pullRequest/workflowRun.ts";

const PAGE = path.join(PROJECT, "docs", "pull-requests.md");
const EXAMPLE = /(<!-- the comment of the sample repository -->\n\n)[^]*?(<!-- end of the comment -->)/;

const INPUTS = { project: "infra", manifests: "deploy", "policy-packs": "production", pack: "production", version: "0.1.0" };

let folder: string;
let gitHub: GitHubApi;
let repository: SampleRepository;
let run: (name: string, own: boolean, former?: string, inputs?: Readonly<Record<string, string>>) => Promise<WorkflowRunResult>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pull-request-"));
  gitHub = await startGitHubApi();
  await mkdir(path.join(folder, "repository"));
  repository = await sampleRepository(path.join(folder, "repository"), "1.5.0");
  const event = path.join(folder, "event.json");
  await writeFile(event, EVENT);
  const { command } = await resolvePulumiCli(silent);
  run = (name, own, former, inputs = {}) =>
    runPullRequestWorkflow({
      repository,
      folder: path.join(folder, name),
      pulumi: path.dirname(command),
      inputs: { ...INPUTS, ...inputs },
      own,
      ...(former === undefined ? {} : { former: path.join(folder, former) }),
      variables: { ...variablesFor(gitHub), GITHUB_EVENT_PATH: event },
    });
});
afterAll(async () => {
  await gitHub.close();
  await rm(folder, { recursive: true, force: true });
});

const codes = ({ steps }: WorkflowRunResult) => Object.fromEntries(steps.map(({ step, code }) => [step, code]));
const outputs = ({ steps }: WorkflowRunResult) => steps.map(({ step, output }) => `--- ${step}\n${output}`).join("\n");

describe("the workflow of a pull request that breaks a rule", () => {
  let result: WorkflowRunResult;
  beforeAll(async () => {
    result = await run("first", true);
  });

  test("fails where the rule is broken, and writes its report all the same", () => {
    expect(codes(result), outputs(result)).toEqual({
      "base: Collect manifests": 0,
      "base: Install": 0,
      "base: Preview": 0,
      "head: Collect manifests": 0,
      "head: Install": 0,
      "head: Preview": 1,
      "head: Unit tests": 0,
      "report: Install beam-flink": 0,
      "report: Check": 0,
      "report: Change risk": 0,
      "report: Comment": 0,
      "report: Verdict": 1,
    });
  });

  test("leaves one comment, with what changes, what that does to jobs and their checkpoints, and what the rules say", () => {
    expect(gitHub.comments).toHaveLength(1);
    const [{ body = "" } = {}] = gitHub.comments;
    expect(body).toMatch(/^<!-- beam-flink: pull-request-infra -->\n## Beam on Flink: this must change before it merges\n/);
    expect(body).toContain("| `dev` | 2 | 1 |  |  | 2 |  |\n| `prod` |  | 1 |  | 2 | 2 |  |");
    expect(body).toContain("| `prod: beam/orders` | **state lost** | `maximum parallelism` |");
    expect(body).toMatch(/\| `beam\/clicks` \| restart \| .* → .* \|/);
    expect(body).toMatch(/\*\*`bundle-size`\*\* \| bundle size is 1000 \|/);
    expect(body).toContain("Secrets of the config had stand-ins: `streams:secretKey of dev`");
  });

  test("shows no secret, not even the one that the base and the head have in their configs", () => {
    expect(`${outputs(result)}${result.summary}${JSON.stringify(gitHub.comments)}`).not.toMatch(/AAABALh0|ghs_|stand-in-streams-secretKey/);
  });

  test("puts the whole of it into the job's summary", () => {
    expect(result.summary).toContain("### Policy report");
  });

  test("is shown by docs/pull-requests.md as it is: BEAM_FLINK_WRITE_DOCS=true rewrites it", async () => {
    const [{ body = "" } = {}] = gitHub.comments;
    const page = await readFile(PAGE, "utf8");
    expect(page).toMatch(EXAMPLE);
    const written = page.replace(
      EXAMPLE,
      (_, before: string, after: string) => `${before}\`\`\`\`markdown\n${body.trimEnd()}\n\`\`\`\`\n\n${after}`,
    );
    if (process.env["BEAM_FLINK_WRITE_DOCS"] === "true") await writeFile(PAGE, written);
    expect(await readFile(PAGE, "utf8")).toBe(written);
  });

  test("tells in the step of the risk why it fails, where a class of it is not to be merged", async () => {
    const { steps } = await run("risky", false, "first", { "fail-on": "state-lost", pack: "baseline" });
    const [risk, verdict] = ["report: Change risk", "report: Verdict"].map((name) => steps.find(({ step }) => step === name));
    expect(risk?.output).toContain("beam/orders: state lost  (beam-flink-base/prod.json:");
    expect(verdict?.output).toContain("A job comes to the class state-lost or worse");
    expect(verdict?.code).not.toBe(0);
  });

  test("edits that comment the next time, and leaves it alone for a fork", async () => {
    const before = gitHub.requests.length;
    expect(codes(await run("second", false, "first"))["report: Comment"]).toBe(0);
    expect(gitHub.requests).toHaveLength(before);
    expect(codes(await run("third", true, "first"))["report: Comment"]).toBe(0);
    expect(gitHub.comments).toHaveLength(1);
    expect(gitHub.requests.at(-1)).toMatch(/^PATCH /);
  });
});
