import { loadAll } from "js-yaml";
import { beforeAll, describe, expect, test } from "vitest";
import { type BeamFlinkCommands, beamFlinkCommands } from "./beamFlinkCommands.ts";
import { blocksOf, PAGES, pageAt } from "./pages.ts";
import { configFaults } from "./pulumiConfig.ts";
import { shellFaults } from "./shell.ts";
import { yamlProgramFaults } from "./yamlProgram.ts";

const LANGUAGES = "console diff json markdown mermaid promql python sh text ts yaml".split(" ");

test("every block says its language", () => {
  const others = PAGES.flatMap((page) =>
    pageAt(page)
      .blocks.filter(({ language }) => !LANGUAGES.includes(language))
      .map(({ language, line }) => `${page}:${line}: ${language || "none"}`),
  );
  expect(others).toEqual([]);
});

describe("blocks of JSON and YAML", () => {
  test.each(blocksOf("json"))("can be read: $at", ({ text }) => {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  test.each(blocksOf("yaml"))("can be read, and are what they claim to be: $at", ({ text }) => {
    const documents = loadAll(text) as readonly Record<string, unknown>[];
    expect(documents.length).toBeGreaterThan(0);
    expect(documents.map((document) => deploymentFaults(document) || configFaults(document) || yamlProgramFaults(document)).join("")).toBe(
      "",
    );
  });
});

test("programs in YAML that use what there is not are found", () => {
  const properties = { cluster: { existing: { contxt: "shared" } }, jobNamespace: ["beam"] };
  expect(yamlProgramFaults({ resources: { streaming: { type: "beam-flink:index:StreamingPlatform", properties } } })).toBe(
    "streaming.bucket: is missing\nstreaming.cluster.existing.contxt: is not known\nstreaming.jobNamespace: is not known",
  );
  expect(yamlProgramFaults({ resources: { job: { type: "beam-flink:index:BeamJb" } } })).toBe(
    "job: there is no component beam-flink:index:BeamJb",
  );
});

/** What the operator's definition requires. */
const REQUIRED = ["flinkVersion", "serviceAccount", "jobManager", "taskManager"];

/** What keeps a manifest of a page from being one; rules that it breaks are the page's own matter. */
function deploymentFaults({ kind, spec, ...rest }: Record<string, unknown>): string {
  if (kind !== "FlinkDeployment") return "";
  const missing = REQUIRED.filter((field) => !(field in (spec as object)));
  if (rest["apiVersion"] !== "flink.apache.org/v1beta1") return `apiVersion is ${String(rest["apiVersion"])}`;
  return missing.length === 0 ? "" : `spec has no ${missing.join(", ")}`;
}

describe("commands", () => {
  let beamFlink: BeamFlinkCommands;
  beforeAll(() => (beamFlink = beamFlinkCommands()));

  test.each(blocksOf("sh"))("exist: $at", ({ text }) => {
    expect(shellFaults(text, beamFlink)).toEqual([]);
  });

  test.each(PAGES)("in the prose of %s exist", (page) => {
    const commands = pageAt(page).spans.filter(({ text }) => /^(npm (run |test|start)|node [\w./]+\.ts|beam-flink [a-z]|npx )/.test(text));
    expect(commands.flatMap(({ text, line }) => shellFaults(text, beamFlink).map((fault) => `${page}:${line}: ${fault}`))).toEqual([]);
  });

  test.each([
    ["npm run nothing", "there is no script nothing"],
    ["node policies/nothing.ts", "policies/nothing.ts is not there"],
    ["A=1 beam-flink chekc deploy # a comment", "beam-flink has no command chekc"],
    ["cat x | npx beam-flink check - --pak production", "beam-flink check has no option --pak"],
    ["kubectl -n beam gett pods", "gett is not a command of it"],
    ["pulumi up --policy-pack policies/nothing", "policies/nothing is not there"],
    ["terraform apply", "terraform is not a program that pages use"],
  ])("that do not exist are found: %s", (text, why) => {
    expect(shellFaults(text, beamFlink).join()).toMatch(why);
  });
});
