/** `npm run preview -- <environment> --offline` as a person meets it, on a machine that has nothing. */
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROJECT } from "../../../local/environment/environments.ts";
import { command, type CommandResult } from "../../support/command.ts";

/** The step of the preview, as it ends. */
const DONE = /✔ Pulumi preview of local, offline, with the policy pack: \d+ resources/;
const FAILED = /✖ Pulumi preview of local, offline, with the policy pack.*FAILED/;

const steps = (output: string) => stripVTControlCharacters(output);

let home: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "beam-flink-offline-test-"));
});
afterAll(() => rm(home, { recursive: true, force: true }));

describe("an offline preview of the local environment", () => {
  let result: CommandResult;
  beforeAll(async () => {
    const kubeconfig = path.join(home, "kubeconfig");
    await writeFile(kubeconfig, "not a kubeconfig: whoever reads it fails\n");
    const env = { TMPDIR: home, KUBECONFIG: kubeconfig, AWS_REGION: "us-west-2", AWS_SECRET_ACCESS_KEY: "a-real-secret-key" };
    result = await command(["preview", "local", "--offline"], { env });
  });

  test("succeeds and shows the resources below their parents, with what stays", () => {
    expect(result.code, result.output).toBe(0);
    expect(steps(result.output)).toMatch(DONE);
    expect(result.stdout).toMatch(/^pulumi:pulumi:Stack {2}beam-flink-local\n└─ beam-flink:index:StreamingPlatform {2}streaming$/m);
    expect(result.stdout).toMatch(/^ {3}│ {2}└─ kubernetes:flink\.apache\.org\/v1beta1:FlinkDeployment {2}bundle-buffer-deployment$/m);
    expect(result.stdout).toMatch(/streaming-operator-crd-flinkdeployments {2}\[stays when it is deleted here\]$/m);
  });

  test("says what the policy pack found, that it was offline, what that means and what stood in", () => {
    expect(result.stdout).toContain("The policy pack found nothing.");
    expect(result.stdout).toMatch(/offline preview: nothing was compared with a cloud or a cluster, so all resources show as created/);
    expect(result.stdout).toContain("Stand-ins: for the plugins aws, gcp, kubernetes, a provider that records what it is told");
    expect(result.stdout).not.toContain("are not shown");
  });

  test("uses nothing that is set for real clouds, and shows no key", () => {
    expect(result.output).not.toMatch(/a-real-secret-key|us-west-2|not a kubeconfig/);
  });

  test("leaves nothing behind", async () => {
    expect((await readdir(home)).filter((name) => name.startsWith("beam-flink-"))).toEqual([]);
  });
});

describe("an offline preview of an environment with a mistake", () => {
  /** Runs it on a copy of the project in which the local environment's config is changed. */
  async function previewWith(from: string, to: string): Promise<CommandResult> {
    const project = await mkdtemp(path.join(home, "project-"));
    for (const part of ["components", "local", "model", "policies", "stacks", "Pulumi.yaml", "package.json"]) {
      await cp(path.join(PROJECT, part), path.join(project, part), { recursive: true });
    }
    await symlink(path.join(PROJECT, "node_modules"), path.join(project, "node_modules"));
    const file = path.join(project, "stacks", "Pulumi.local.yaml");
    const config = await readFile(file, "utf8");
    expect(config).toContain(from);
    await writeFile(file, config.replace(from, to));
    return command(["preview", "local", "--offline"], { project });
  }

  test("fails when a mandatory rule is violated, with what to do", async () => {
    const { code, stdout, output } = await previewWith("stateBackend: hashmap", "bundles: { size: 1000000 }");
    expect(code, output).toBe(1);
    expect(stdout).toMatch(
      /The policy pack found 1, of which 1 mandatory:\n {2}\[mandatory\] bundle-size {2}\(FlinkDeployment bundle-buffer-/,
    );
    expect(stdout).toContain("set bundles.size to at least 10000");
    expect(output).toContain("beam-flink: a mandatory rule is violated: up would change nothing.");
    expect(steps(output)).toMatch(FAILED);
    expect(steps(output)).not.toMatch(DONE);
  });

  test("fails when the program refuses an argument, with its message alone", async () => {
    const { code, output } = await previewWith("parallelism: 1", "parallelism: 0");
    expect(code, output).toBe(1);
    expect(output).toMatch(/bundle-buffer\W+parallelism is 0: must be/);
    expect(output).not.toContain("    at ");
    expect(steps(output)).toMatch(FAILED);
    expect(steps(output)).not.toMatch(DONE);
    expect(output).toContain("The policy pack was not asked: the preview failed before anything was planned.");
    expect(output).not.toContain("found nothing");
  });

  test("is refused before anything runs where the config is wrong, with all that is wrong in it", async () => {
    const { code, output } = await previewWith("parallelism: 1", "paralelism: 1\n      initialSavepoint: 10");
    expect(code, output).toBe(1);
    expect(output.trimEnd()).toMatch(
      new RegExp(
        [
          "^beam-flink: stacks/Pulumi\\.local\\.yaml is not valid:",
          '  beam-flink:jobs\\.bundle-buffer\\.initialSavepoint: must be a text: put it in quotes, "10"',
          "  beam-flink:jobs\\.bundle-buffer\\.paralelism: is not known \\(did you mean parallelism\\?\\): allowed here are .*$",
        ].join("\n"),
      ),
    );
  });

  test("names a release whose definitions cannot be shown", async () => {
    const { code, stdout, output } = await previewWith("operator: 1.10.0", "operator: 1.13.0");
    expect(code, output).toBe(0);
    expect(stdout).toContain("The operator's definitions of the release 1.13.0 are not shown: they cannot be fetched offline.");
    expect(stdout).not.toContain("CustomResourceDefinition");
  });
});

test("an environment that reads others is previewed with what a preview on the stand-ins says that they would give", async () => {
  const { code, stdout, output } = await command(["preview", "team-jobs", "--offline"]);
  expect(code, output).toBe(0);
  expect(stdout).toMatch(/pulumi:pulumi:StackReference {2}organization\/beam-flink\/team-platform$/m);
  expect(stdout).toContain("The outputs that it reads of team-cluster, team-platform are made up");
});
