/** The comment on what a pull request may bring: secrets, hostile texts, previews that fail, and more than fits. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commentCommand } from "../../../policies/pullRequest/commentCommand.ts";

const TODAY = new Date("2026-11-26T12:00:00Z");

interface Resource {
  readonly type: string;
  readonly name: string;
  readonly inputs: object;
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "comment-"));
  for (const side of ["base", "head"]) await mkdir(path.join(folder, side));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function preview(side: "base" | "head", resources: readonly Resource[], more: object = {}): Promise<void> {
  const steps = resources.map(({ type, name, inputs }) => {
    const urn = `urn:pulumi:dev::streams::${type}::${name}`;
    return { op: "create", urn, newState: { urn, type, custom: true, inputs } };
  });
  const document = { format: "beam-flink-preview/1", project: "streams", stack: "dev", steps, ...more };
  await writeFile(path.join(folder, side, "dev.json"), JSON.stringify(document));
}

async function comment(...options: string[]): Promise<{ readonly code: number; readonly output: string; readonly errors: string }> {
  let [output, errors] = ["", ""];
  const context = { output: (text: string) => void (output += text), errors: (text: string) => void (errors += text), today: TODAY };
  const code = await commentCommand([path.join(folder, "base"), path.join(folder, "head"), ...options], context, {});
  return { code, output, errors };
}

const configMap = (data: object, name = "map"): Resource => {
  return { type: "kubernetes:core/v1:ConfigMap", name, inputs: { metadata: { name }, data } };
};

const pod = (spec: object): Resource => ({ type: "kubernetes:core/v1:Pod", name: "pod", inputs: { spec } });

function job(parallelism: number): Resource {
  const spec = { image: "registry.example.com/orders:1.0.0", flinkVersion: "v1_19", job: { parallelism, upgradeMode: "stateless" } };
  const inputs = { apiVersion: "flink.apache.org/v1beta1", kind: "FlinkDeployment", metadata: { name: "orders", namespace: "beam" }, spec };
  return { type: "kubernetes:flink.apache.org/v1beta1:FlinkDeployment", name: "orders", inputs };
}

describe("the comment", () => {
  test("counts what is created, updated, replaced and deleted, and names what changes", async () => {
    await preview("base", [configMap({ a: "1" }), configMap({}, "old"), configMap({}, "same"), { ...configMap({}, "one"), name: "moved" }]);
    await preview("head", [configMap({ a: "2" }), configMap({}, "new"), configMap({}, "same"), { ...configMap({}, "two"), name: "moved" }]);
    const { code, output } = await comment();
    expect(code).toBe(0);
    expect(output).toContain("| `dev` | 1 | 1 | 1 | 1 | 1 |  |");
    expect(output).toContain("| update | `kubernetes:core/v1:ConfigMap` | `map` | `data.a`: `1` → `2` |");
    expect(output).toContain("| **replace** | `kubernetes:core/v1:ConfigMap` | `moved` | `metadata.name`: `one` → `two` |");
  });

  test.each<[string, (secret: string) => Resource]>([
    ["an argument", (masterPassword) => ({ type: "aws:rds/cluster:Cluster", name: "db", inputs: { masterPassword } })],
    ["a Secret", (anything) => ({ type: "kubernetes:core/v1:Secret", name: "secret", inputs: { stringData: { anything } } })],
    ["a variable", (value) => pod({ containers: [{ env: [{ name: "API_TOKEN", value }] }] })],
    ["a setting of Flink", (secret) => configMap({ "s3.secret-key": secret })],
    ["an option", (secret) => pod({ args: [`--databasePassword=${secret}`] })],
    ["an address", (secret) => configMap({ url: `https://user:${secret}@example.com` })],
    ["a file", (password) => configMap({ file: JSON.stringify({ password }) })],
    ["an option whose value is an item of its own", (password) => configMap({ args: ["--databasePassword", password] })],
    ["a whole list", (password) => configMap({ list: [...(password === "hunter-old" ? ["x"] : []), { password }] })],
  ])("shows no credential of %s, though it is no secret of the stack", async (_, resource) => {
    await preview("base", [resource("hunter-old")]);
    await preview("head", [resource("hunter-new")]);
    const { output } = await comment();
    expect(output).toMatch(/\| `dev` \| {2}\| 1 \|/);
    expect(output).not.toContain("hunter");
  });

  test("shows texts of the pull request as texts: they mention nobody, link nowhere and open nothing", async () => {
    const hostile = [
      "@octocat <img src=x onerror=alert(1)> [here](javascript:alert(1)) ![](https://evil.example/p.png)",
      "see https://evil.example/phish www.evil.example GH-12 #12 acme/streams#12",
      "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef </details> <!-- | `x`",
    ].join(" ");
    const findings = [{ level: "advisory", pack: "own", rule: "r", message: hostile }];
    await preview("base", [configMap({ a: "1" })]);
    await preview("head", [configMap({ a: hostile.slice(0, 50) })], { warnings: [hostile], findings, madeUp: [hostile] });
    const { output } = await comment();
    // What stands in code letters is no Markdown.
    const running = output.replaceAll(/(?<![\\`])(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, "");
    expect(running.match(/octocat/g)?.length).toBe(2);
    expect(running).not.toMatch(/@(?!&#8203;)|(?<!\\)[<[](?!br>)|:\/\/|www\.|GH-\d|(?<!&)#\d|[0-9a-f]{7}/);
  });

  test("fits into a comment whatever there is to say, and says that it is cut", async () => {
    const many = (text: string) => Array.from({ length: 3000 }, (_, index) => configMap({ a: `${text}${index}` }, `map-${index}`));
    await preview("base", many("before"));
    await preview("head", many("after"), { warnings: Array.from({ length: 500 }, (_, index) => `${index} ${"x".repeat(400)}`) });
    const summary = path.join(folder, "summary.md");
    const { output } = await comment("--summary", summary);
    expect(output.length).toBeLessThan(65_536);
    expect(output).toContain("| `dev` |  | 3000 |");
    expect(output).toContain("is cut here");
  });

  test("does not take a side that failed for an empty one", async () => {
    await preview("base", [], { failure: "error: no such module" });
    await preview("head", [job(4)]);
    const { output } = await comment();
    expect(output).toContain("**the preview of its base fails**");
    expect(output).toContain("**Not evaluated:** what becomes of the jobs of `dev`");
    expect(output).not.toMatch(/\| new \||state lost/);
  });

  test("says why a preview fails, and nothing of jobs that it has not reached", async () => {
    await preview("base", [job(4)]);
    await preview("head", [], { failure: "Diagnostics:\n  error: parallelism is 0" });
    const { output } = await comment();
    expect(output).toContain("## Beam on Flink: a preview fails");
    expect(output).toContain("error: parallelism is 0");
    expect(output).toContain("**Not evaluated:** what becomes of the jobs of `dev`");
    expect(output).not.toMatch(/deleted|state lost/);
  });

  test("compares a preview that a rule alone made fail", async () => {
    await preview("base", [job(4)]);
    await preview("head", [job(8)], { failure: "a rule", violated: true });
    const { output } = await comment();
    expect(output).toContain("`spec.job.parallelism`: `4` → `8`");
    expect(output).toContain("## Beam on Flink: this must change before it merges");
  });

  test("refuses a folder that is not there and a preview that is none", async () => {
    await writeFile(path.join(folder, "head", "dev.json"), JSON.stringify({ format: "beam-flink-preview/1", steps: 3 }));
    expect(await comment()).toMatchObject({ code: 2, errors: expect.stringContaining("must be a preview: project") as string });
    await rm(path.join(folder, "base"), { recursive: true });
    expect(await comment()).toMatchObject({ code: 2, errors: expect.stringContaining("must be a folder") as string });
  });
});
