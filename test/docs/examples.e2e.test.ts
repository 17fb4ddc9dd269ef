/** The example of each component, previewed by the real engine with the pack `production` on the stand-ins of the clouds. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type * as automation from "@pulumi/pulumi/automation/index.js";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { withParts } from "../../build/docs/generatedParts.ts";
import type { OperatorRelease } from "../../model/index.ts";
import { providerPackages } from "../../local/offline/packages.ts";
import { resourceGraph } from "../../local/offline/resourceGraph.ts";
import { resourceTree } from "../../local/offline/resourceTree.ts";
import { type StandIns, startStandIns } from "../../local/offline/standIns.ts";
import { type Engine, openEngine } from "../../local/pulumi/engine.ts";
import { silent } from "../../local/support/step.ts";
import { ROOT } from "./pages.ts";

// The operator's own tests read the definitions of a release; here it is enough that they are resources.
vi.mock("../../components/flinkOperator/crds.ts", () => ({
  checkCrdSource: () => {},
  customResourceDefinitions: ({ crds }: OperatorRelease) => crds.map(({ plural }) => ({ plural, spec: Promise.resolve({}) })),
}));

const STACK = "pulumi:pulumi:Stack";
const PROVIDER = "pulumi:providers:";

const EXAMPLES = path.join(ROOT, "docs", "examples", "components");
const COMPONENTS = readdirSync(EXAMPLES).map((file) => path.basename(file, ".ts"));

describe("examples", () => {
  let dir: string;
  let standIns: StandIns;
  let engine: Engine;
  let component: string;
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "examples-"));
    await writeFile(path.join(dir, "Pulumi.yaml"), "name: examples\nruntime: nodejs\n");
    standIns = await startStandIns(providerPackages(ROOT));
    engine = await openEngine(
      {
        stackName: "dev",
        projectDir: dir,
        stateDir: path.join(dir, "state"),
        passphraseFile: path.join(dir, "passphrase"),
        program: async () => (await import(path.join(EXAMPLES, `${component}.ts`))) as Record<string, unknown>,
        policyPack: { file: path.join(ROOT, "policies", "production", "pack.ts") },
        attached: standIns.ports,
      },
      silent,
    );
  });
  afterAll(async () => {
    await engine?.close();
    await standIns?.close();
    await rm(dir, { recursive: true, force: true });
  });

  test.each(COMPONENTS)("%s makes what its page shows, and the pack has nothing against it", async (name) => {
    component = name;
    const tree = await previewedTree(engine.stack);
    const page = path.join(ROOT, "docs", "components", `${name}.md`);
    const text = readFileSync(page, "utf8");
    expect(text).toContain(`<!-- preview: ${name} -->`);
    const current = await withParts(text, { preview: () => `\`\`\`text\n${tree}\n\`\`\`` });
    if (process.env["BEAM_FLINK_WRITE_DOCS"] === "true") writeFileSync(page, current);
    expect(readFileSync(page, "utf8")).toBe(current);
  });
});

/** What the preview would make, less the stack itself and the engine's own providers. */
async function previewedTree(stack: automation.Stack): Promise<string> {
  const events: automation.EngineEvent[] = [];
  await stack.preview({ color: "never", suppressProgress: true, onEvent: (event) => void events.push(event) });
  const made = resourceGraph(events).filter(
    ({ type, name }) => type !== STACK && !(type.startsWith(PROVIDER) && name.startsWith("default")),
  );
  return resourceTree(made.map(({ parent, ...rest }) => (parent?.startsWith("Stack ") === true ? rest : { ...rest, parent })));
}
