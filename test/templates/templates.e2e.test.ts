/**
 * The templates as a new user meets them: `pulumi new` of the real CLI into an empty folder, with the package as it is published. Each is
 * type-checked, runs its own test, and is previewed offline in both environments, the second one under the policy pack of the template for packs.
 */
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { load } from "js-yaml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installPackage } from "../support/packedPackage.ts";
import { type Machine, newMachine, type Result, TEMPLATES } from "./instance.ts";

interface Case {
  readonly template: string;
  /** The project that is made of it. */
  readonly project: string;
  /** What is asked, with answers for the environment dev. */
  readonly answers: Readonly<Record<string, string>>;
  /** Asked as well, and encrypted: a person types them. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** What a preview of both environments shows, among much else. */
  readonly shows: readonly string[];
  /** Outputs of the platform's stack that its own test is given. */
  readonly references?: readonly string[];
}

const CASES: readonly Case[] = [
  {
    template: "platform-local",
    project: "streaming-local",
    answers: { bucketUrl: "http://minio.storage.svc:9000", bucket: "flink" },
    secrets: { accessKey: "an-access-key", secretKey: "a-secret-key" },
    shows: ["streaming-namespace-beam", "beam-flink:index:FlinkOperator"],
  },
  {
    template: "platform-aws",
    project: "streaming-aws",
    answers: { "aws:region": "eu-central-1", bucket: "acme-streaming-state", apiCidrs: "203.0.113.7/32" },
    shows: ["aws:eks/cluster:Cluster", "aws:s3/bucket:Bucket", "beam-flink:index:FlinkOperator"],
  },
  {
    template: "platform-gcp",
    project: "streaming-gcp",
    answers: {
      "gcp:project": "acme-streaming",
      "gcp:region": "europe-west3",
      bucket: "acme-streaming-state",
      apiCidrs: "203.0.113.7/32",
    },
    shows: ["gcp:container/cluster:Cluster", "gcp:storage/bucket:Bucket", "beam-flink:index:FlinkOperator"],
  },
  {
    template: "beam-job",
    project: "orders",
    answers: { image: `registry.example.com/orders:1.0.0@sha256:${"0".repeat(64)}`, entryClass: "com.example.Orders" },
    shows: ["kubernetes:flink.apache.org/v1beta1:FlinkDeployment  orders-deployment"],
    references: ["streaming/dev=test/platform-outputs.json", "streaming/prod=test/platform-outputs.json"],
  },
];

const PACK = "policies";

let folder: string;
let machine: Machine;
const made = new Map<string, Result>();
const pulumi = (at: string, ...args: readonly string[]) => machine.run(at, "pulumi", ...args, "--color", "never");
const read = (...names: readonly string[]) => readFile(path.join(machine.folder, ...names), "utf8");

/** An offline preview of environments of a project, with the organisation's pack. */
function preview({ project, references = [] }: Pick<Case, "project" | "references">, ...stacks: readonly string[]): Promise<Result> {
  const args = [...stacks.flatMap((stack) => ["--stack", stack]), ...references.flatMap((reference) => ["--reference", reference])];
  return machine.run(project, "npx", "beam-flink", "preview", "--offline", "--policy-pack", `../${PACK}/main.mjs`, ...args);
}

/** The definitions of the operator's release would be fetched from GitHub. */
async function withoutDefinitions(project: string, ...stacks: readonly string[]): Promise<void> {
  for (const stack of stacks) await pulumi(project, "config", "set", "--path", "operator.crds.skip", "true", "--stack", stack);
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "beam-flink-templates-"));
  machine = await newMachine(folder, await installPackage(folder));
  for (const { template, project, answers, secrets = {} } of CASES) {
    made.set(project, await machine.pulumiNew(template, project, answers));
    for (const [key, value] of Object.entries(secrets)) await pulumi(project, "config", "set", "--secret", key, value, "--stack", "dev");
  }
  await machine.run(".", "mkdir", PACK);
  made.set(PACK, await pulumi(PACK, "policy", "new", path.join(TEMPLATES, "policy-pack"), "--generate-only"));
  await symlink(path.join(folder, "node_modules"), path.join(folder, PACK, "node_modules"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("all of them together pass the type check of their own settings", async () => {
  const settings = { extends: `./${CASES[0]!.project}/tsconfig.json`, include: [...CASES.map(({ project }) => project), PACK] };
  await writeFile(path.join(machine.folder, "tsconfig.json"), JSON.stringify(settings));
  const { code, output } = await machine.run(".", "node_modules/.bin/tsc");
  expect(code, output).toBe(0);
});

describe.each(CASES)("$template", (given) => {
  const { template, project, answers, secrets = {}, shows } = given;

  test("is made by pulumi new, which asks only what has no default and tells what each value is", async () => {
    const { code, output } = made.get(project)!;
    expect(code, output).toBe(0);
    expect(output).toContain("Your new project is ready to go!");
    const manifest = load(await readFile(path.join(TEMPLATES, template, "Pulumi.yaml"), "utf8")) as TemplateManifest;
    const { config } = manifest.template;
    expect(Object.keys(config).toSorted()).toEqual([...Object.keys(answers), ...Object.keys(secrets)].toSorted());
    for (const [key, { description, default: preset, secret = false }] of Object.entries(config)) {
      expect(description, key).toMatch(/^[A-Z].{10,}/);
      expect(preset, key).toBeUndefined();
      expect(secret, key).toBe(key in secrets);
    }
  });

  test("keeps the explanation of every value, of those asked too, and no secret in the open", async () => {
    const config = await read(project, "Pulumi.dev.yaml");
    for (const key of [...Object.keys(answers), ...Object.keys(secrets)]) expect(config).toMatch(new RegExp(`^# {3}${key}`, "m"));
    for (const value of Object.values(answers)) expect(config).toContain(value);
    for (const value of Object.values(secrets)) expect(config).not.toContain(value);
    const { output } = await machine.run(project, "grep", "-rE", "--exclude-dir=node_modules", "\\$\\{(PROJECT|DESCRIPTION)\\}", ".");
    expect(output).toBe("");
  });

  test("can be looked at as its quickstart says", async () => {
    if (template.startsWith("platform")) await withoutDefinitions(project, "dev");
    const said = /^Look at it without an? \w+: +(.+)$/m.exec(made.get(project)!.output)?.[1];
    const { code, output } = await machine.run(project, "sh", "-c", said!);
    expect(code, output).toBe(0);
    for (const text of shows) expect(output).toContain(text);
  });

  test("passes its own test", async () => {
    const { code, output } = await machine.run(project, "npm", "test");
    expect(code, output).toBe(0);
    expect(output).toMatch(/^ℹ pass [1-9]/m);
  });

  test("has a second environment by what its example says, which passes the organisation's pack offline", async () => {
    const example = await read(project, "Pulumi.prod.yaml.example");
    expect(example).toContain("cp Pulumi.prod.yaml.example Pulumi.prod.yaml && pulumi stack init prod");
    for (const key of [...Object.keys(answers), ...Object.keys(secrets)])
      expect(example).toMatch(new RegExp(`^# {3}pulumi config set .*${key} `, "m"));
    await writeFile(path.join(machine.folder, project, "Pulumi.prod.yaml"), example);
    expect((await pulumi(project, "stack", "init", "prod")).code).toBe(0);
    if (template.startsWith("platform")) await withoutDefinitions(project, "prod");
    for (const [key, value] of Object.entries(answers)) await pulumi(project, "config", "set", key, value, "--stack", "prod");
    for (const [key, value] of Object.entries(secrets)) await pulumi(project, "config", "set", "--secret", key, value, "--stack", "prod");
    const { code, output } = await preview(given, "prod");
    expect(code, output).toBe(0);
    for (const text of shows) expect(output).toContain(text);
    expect(output).not.toMatch(/\[mandatory\]/);
  });
});

interface TemplateManifest {
  readonly template: {
    readonly config: Readonly<Record<string, { readonly description: string; readonly default?: string; readonly secret?: boolean }>>;
  };
}

/** One that makes a platform, one that makes a job: the others read their config in the same way. */
describe.each(CASES.filter(({ template }) => ["platform-local", "beam-job"].includes(template)))(
  "$template, used wrongly,",
  ({ project, answers }) => {
    test("says which value is missing, and how to set it", async () => {
      const [key] = Object.keys(answers);
      expect((await pulumi(project, "config", "rm", key!, "--stack", "dev")).code).toBe(0);
      const { code, output } = await pulumi(project, "preview", "--stack", "dev");
      expect(code, output).not.toBe(0);
      expect(output).toContain(`Missing required configuration variable '${project}:${key}'`);
      expect(output).toContain(`pulumi config set ${project}:${key} <value>`);
      expect(output).not.toContain("    at ");
      expect((await pulumi(project, "config", "set", key!, answers[key!]!, "--stack", "dev")).code).toBe(0);
    });

    test("refuses a misspelt value, with the one that was meant", async () => {
      const [key] = Object.keys(answers);
      const misspelt = `${key}s`;
      expect((await pulumi(project, "config", "set", misspelt, "x", "--stack", "dev")).code).toBe(0);
      const { code, output } = await pulumi(project, "preview", "--stack", "dev");
      expect(code, output).not.toBe(0);
      expect(output).toContain(`config value ${project}:${misspelt} is not known: must be one of `);
      expect(output).toContain(`Did you mean ${key}? Change it in Pulumi.dev.yaml.`);
      expect((await pulumi(project, "config", "rm", misspelt, "--stack", "dev")).code).toBe(0);
    });

    test("changes nothing in a folder that is not empty", async () => {
      const before = await readdir(path.join(machine.folder, project));
      const { code, output } = await machine.pulumiNew("platform-local", project);
      expect(code).not.toBe(0);
      expect(output).toMatch(/is not empty; use --force .* or use --dir to specify an empty directory/s);
      expect(await readdir(path.join(machine.folder, project))).toEqual(before);
    });
  },
);

describe("policy-pack", () => {
  test("is made by pulumi policy new and passes its own test", async () => {
    const { code, output } = made.get(PACK)!;
    expect(code, output).toBe(0);
    const own = await machine.run(PACK, "npm", "test");
    expect(own.code, own.output).toBe(0);
    expect(own.output).toMatch(/^ℹ pass [1-9]/m);
  });

  test("stops a job that breaks the organisation's own rule, and one that breaks ours", async () => {
    const job = CASES.find(({ template }) => template === "beam-job")!;
    await pulumi(job.project, "config", "set", "image", "docker.io/someone/orders:1.0.0", "--stack", "dev");
    const { code, output } = await preview(job, "dev");
    expect(code, output).toBe(1);
    expect(output).toMatch(/\[mandatory\] image-registry/);
    expect(output).toMatch(/\[mandatory\] image-pinned/);
    expect(output).toContain("push the image there, and give its name in that registry");
    await pulumi(job.project, "config", "set", "image", job.answers["image"]!, "--stack", "dev");
  });
});

test("a job in an environment that its file does not have says where to add it", async () => {
  const job = CASES.find(({ template }) => template === "beam-job")!;
  expect((await pulumi(job.project, "stack", "init", "staging")).code).toBe(0);
  for (const [key, value] of Object.entries({ ...job.answers, platform: "streaming/dev" })) {
    await pulumi(job.project, "config", "set", key, value, "--stack", "staging");
  }
  const { code, output } = await preview(job, "staging");
  expect(code, output).toBe(1);
  expect(output).toContain('the job has no environment "staging": add it to ENVIRONMENTS in job.ts, or select dev or prod.');
});
