import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, readdir, readFile, stat } from "node:fs/promises";
import { builtinModules } from "node:module";
import * as path from "node:path";
import { build } from "esbuild";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../../build/folders.ts";
import { resolvePulumiCli } from "../../local/pulumi/pulumiCli.ts";
import { silent } from "../../local/support/step.ts";
import { type Consumer, openConsumer, run } from "./packageConsumer.ts";

/** What npm downloads, in bytes: all that is in the package, without what it depends on. */
const MOST_BYTES = 1_000_000;

/** Bytes of a bundle that imports one function of the model: durations alone, no rules, zod or SDK. */
const MOST_BYTES_OF_ONE_FUNCTION = 10_000;

const JOB = `apiVersion: flink.apache.org/v1beta1
kind: FlinkDeployment
metadata: { name: orders, namespace: shop }
spec:
  flinkVersion: v1_19
  image: flink:1.19
  job: { args: ["--runner=FlinkRunner", "--checkpointingInterval=300000"], upgradeMode: stateless }
`;

const PROGRAM = `import * as pulumi from "@pulumi/pulumi";
import { StreamingPlatform } from "beam-flink";

export default function program() {
  const config = new pulumi.Config();
  const platform = new StreamingPlatform("streaming", {
    cluster: { existing: {} },
    bucket: { endpoint: { bucket: "state", url: "http://s3.shop:7070", accessKey: config.requireSecret("key"), secretKey: config.requireSecret("key") } },
    operator: { crds: { skip: true } },
    jobNamespaces: ["shop"],
  });
  const job = platform.job("orders", {
    image: "registry.example/orders:1",
    entryClass: "com.example.Orders",
    parallelism: 2,
    bundles: { size: 1000 },
  });
  return { state: job.state };
}
`;

/** A program that meets one component: what it throws is all it prints. */
const meeting = (component: string, args: string) => `import "@pulumi/pulumi";
import * as beamFlink from "beam-flink";
try {
  new beamFlink.${component}("it", ${args});
} catch (error) {
  console.log(error.message);
}
`;

let consumer: Consumer;
let installed = "";
let pulumi = "";

beforeAll(async () => {
  consumer = await openConsumer();
  installed = path.join(consumer.dir, "node_modules", "beam-flink");
  pulumi = path.dirname((await resolvePulumiCli(silent)).command);
});

afterAll(() => consumer.close());

/** What a module that serves until it is ended prints first. */
async function firstLine(module: string, ...parameters: readonly string[]): Promise<string> {
  // In the project's folder, as the engine starts it: the runner reads a tsconfig.json there.
  const child = spawn(process.execPath, [module, ...parameters], { cwd: consumer.dir, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [chunk] = (await once(child.stdout, "data", { signal: AbortSignal.timeout(60_000) })) as [Buffer];
    return chunk.toString().trim();
  } finally {
    child.kill();
  }
}

const node = (file: string) => run(process.execPath, [file], consumer.dir);
const beamFlink = (...parameters: readonly string[]) =>
  run("npx", ["--no", "--", "beam-flink", ...parameters], consumer.dir, { PATH: `${pulumi}:${process.env["PATH"]}` });

describe("the package", () => {
  test("is smaller than a megabyte and has no TypeScript but declarations", async () => {
    const { size } = await stat(consumer.tarball);
    const own = (await readdir(installed, { recursive: true })).filter((file) => !file.startsWith("node_modules"));
    const unpacked = await Promise.all(own.map((file) => stat(path.join(installed, file))));
    console.log(
      `beam-flink: ${size.toLocaleString("en")} bytes packed, ` +
        `${unpacked.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0).toLocaleString("en")} unpacked`,
    );
    expect(size).toBeLessThan(MOST_BYTES);
    expect(own.filter((file) => /\.[cm]?tsx?$/.test(file) && !/\.d\.[cm]?ts$/.test(file))).toEqual([]);
    expect(own).toEqual(expect.arrayContaining(["LICENSE", "README.md", "CHANGELOG.md", "dist/THIRD-PARTY-LICENSES.txt"]));
    for (const file of own.filter((name) => name.endsWith(".js") && name.startsWith("dist"))) expect(own).toContain(`${file}.map`);
  });

  test("depends on every library that it imports, and on no other", async () => {
    const manifest = JSON.parse(await readFile(path.join(installed, "package.json"), "utf8"));
    const used = new Set<string>();
    for (const file of await readdir(path.join(installed, "dist"), { recursive: true })) {
      if (!file.endsWith(".js")) continue;
      const text = await readFile(path.join(installed, "dist", file), "utf8");
      for (const [, line = ""] of text.matchAll(/^(?:import|export) (?:[^;"]*? from )?"([^"]+)";$/gm)) used.add(line);
      for (const [, name = ""] of text.matchAll(/\bimport\("([^"]+)"\)|cloudSdk\("([^"]+)"/g)) used.add(name);
    }
    const packages = [...used].filter((name) => name !== "" && !name.startsWith(".") && !name.startsWith("node:"));
    const names = packages.map((name) => name.split("/", name.startsWith("@") ? 2 : 1).join("/"));
    expect(names.filter((name) => builtinModules.includes(name))).toEqual([]);
    const optional = ["@pulumi/aws", "@pulumi/gcp"];
    const known = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    expect([...new Set([...names, ...optional])].toSorted()).toEqual(known.toSorted());
    for (const range of Object.values({ ...manifest.dependencies, ...manifest.peerDependencies })) expect(range).toMatch(/^\^\d/);
  });

  test("has types that a strict program compiles against", async () => {
    await consumer.write("tsc/program.ts", PROGRAM.replace("function program()", "function program(): object"));
    const rule = `import { defineRule, ruleResult } from "beam-flink/model";
import { extendPack, type Pack, PRODUCTION } from "beam-flink/policies";
const own = defineRule({ id: "own", title: "t", reason: "r", source: "s", versions: "v", parameters: z.object({}), evaluate: () => ruleResult([]) });
export const pack: Pack = extendPack(PRODUCTION, { name: "acme", displayName: "Acme", description: "d", jobs: [{ rule: own, level: "mandatory" }] });`;
    const file = await consumer.write("tsc/rule.ts", `import { z } from "zod";\n${rule}\n`);
    const program = ts.createProgram([file, path.join(consumer.dir, "tsc/program.ts")], {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2024,
      strict: true,
      exactOptionalPropertyTypes: false,
      noEmit: true,
      types: [],
    });
    const own = program.getSourceFiles().filter(({ fileName }) => !/node_modules\/(?!beam-flink\/(?!node_modules))/.test(fileName));
    expect(own.length).toBeGreaterThan(50);
    const host = { getCurrentDirectory: () => consumer.dir, getCanonicalFileName: (name: string) => name, getNewLine: () => "\n" };
    const found = own.flatMap((source) => [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]);
    // The SDKs of the clouds are not installed: no type that a program sees is of theirs.
    expect(ts.formatDiagnostics(found, host)).toBe("");
  });

  test("lets a bundler take one function", async () => {
    const entry = await consumer.write(
      "one.js",
      `import { parseDuration } from "beam-flink/model";\nconsole.log(parseDuration("1 min", "a"));\n`,
    );
    const { metafile, outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      platform: "node",
      format: "esm",
      write: false,
      metafile: true,
    });
    const bytes = outputFiles[0]?.contents.length ?? 0;
    console.log(`a bundle of parseDuration alone: ${bytes} bytes`);
    const taken = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
    expect(taken.filter(([input, { bytesInOutput }]) => bytesInOutput > 0 && /node_modules\/(?!beam-flink\/dist)/.test(input))).toEqual([]);
    expect(bytes).toBeLessThan(MOST_BYTES_OF_ONE_FUNCTION);
  });
});

describe("a project that has installed it", () => {
  test("checks files", async () => {
    const file = await consumer.write("deploy/orders.yaml", JOB);
    const result = await beamFlink("check", file);
    expect(result).toMatchObject({ code: 1, stdout: expect.stringContaining("checkpoint-interval") });
  });

  test("previews its program offline, with the package's own pack on", async () => {
    await consumer.write("Pulumi.yaml", "name: consumer\nruntime: nodejs\nmain: index.js\n");
    await consumer.write("Pulumi.dev.yaml", "config:\n  consumer:key:\n    secure: v1:AAAA:BBBB\n");
    await consumer.write("index.js", PROGRAM);
    const result = await beamFlink("preview", "--offline", "--policy-pack", "baseline");
    expect(result.stderr).toContain("a mandatory rule is violated");
    expect(result.stdout).toContain("FlinkDeployment");
    expect(result.stdout).toMatch(/\[mandatory\] +bundle-size/);
    expect(result.code).toBe(1);
  });

  test("gives programs in other languages the provider, with its schema", async () => {
    const provider = path.join(installed, "dist", "provider", "pulumi-resource-beam-flink");
    const { stdout, stderr } = await run(path.join(pulumi, "pulumi"), ["package", "get-schema", provider], consumer.dir);
    expect(stderr).not.toContain("error:");
    expect(Object.keys(JSON.parse(stdout).resources)).toContain("beam-flink:index:StreamingPlatform");
  });

  test("is told of a peer that a command needs and that is not installed", async () => {
    const bare = path.join(consumer.dir, "..", "bare");
    await cp(installed, path.join(bare, "node_modules", "beam-flink"), { recursive: true });
    const result = await run(process.execPath, ["node_modules/beam-flink/dist/beam-flink.mjs", "preview", "--offline"], bare);
    expect(result).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^beam-flink: \S+ is not installed. Install it in the project: npm install \S+\n$/),
    });
  });

  test("loads the rules of admission when it makes their policies", async () => {
    const file = await consumer.write("admission.mjs", meeting("AdmissionPolicies", `{ rules: { "bundle-sise": {} } }`));
    expect((await node(file)).stdout).toContain(`AdmissionPolicies "it": rules["bundle-sise"] is "bundle-sise": must be one of`);
  });

  test("serves the components to other languages, as the engine starts the provider and as the runner of the Node.js host does", async () => {
    const program = path.join(installed, "dist", "provider", "pulumi-resource-beam-flink");
    const env = { PATH: `${path.dirname(process.execPath)}:${process.env["PATH"]}`, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { stdout } = await run(path.join(pulumi, "pulumi"), ["package", "get-schema", program], consumer.dir, env);
    expect(Object.keys(JSON.parse(stdout).resources)).toContain("beam-flink:index:StreamingPlatform");
    // What the host would install for the plugin is installed here already.
    const plugin = path.join(consumer.dir, "plugin");
    await cp(path.join(ROOT, "plugin"), plugin, { recursive: true });
    const runner = path.join(consumer.dir, "node_modules", "@pulumi", "pulumi", "cmd", "run-plugin");
    expect(await firstLine(runner, plugin, "127.0.0.1:9")).toMatch(/^\d+$/); // the port that the engine reads
  });

  test("is told of the SDK of a cloud that it uses and has not installed", async () => {
    const { peerDependencies } = JSON.parse(await readFile(path.join(ROOT, "package.json"), "utf8"));
    for (const [args, sdk] of [
      [`{ s3: { bucket: "acme-streaming-state", region: "eu-central-1" } }`, "@pulumi/aws"],
      [`{ gcs: { bucket: "acme-streaming-state", location: "europe-west3", project: "acme-streaming" } }`, "@pulumi/gcp"],
    ] as const) {
      const { stdout } = await node(await consumer.write("cloud.mjs", meeting("CheckpointBucket", args)));
      const major = /\d+/.exec(peerDependencies[sdk])?.[0];
      expect(stdout).toContain(`${sdk} is not installed`);
      expect(stdout).toContain(`npm install ${sdk}@${major}\n`);
    }
  });

  test("is refused a second copy of Pulumi's SDK where the engine is connected to the first, and is told of it elsewhere", async () => {
    const copy = path.join(consumer.dir, "nested", "node_modules", "@pulumi", "pulumi");
    const own = path.join(consumer.dir, "node_modules", "@pulumi", "pulumi");
    await cp(own, copy, { recursive: true });
    const folders = [`3.259.0 in ${copy}`, `3.259.0 in ${own}`];
    await consumer.write("nested/package.json", `{ "type": "module" }`);
    await consumer.write("nested/Pulumi.yaml", "name: nested\nruntime: nodejs\nmain: index.js\n");
    await consumer.write("nested/Pulumi.dev.yaml", "config: {}\n");
    await consumer.write(
      "nested/index.js",
      `import "@pulumi/pulumi";\nimport { AdmissionPolicies } from "beam-flink";\nnew AdmissionPolicies("it");\n`,
    );
    const inline = await beamFlink("preview", "--offline", "--project", "nested");
    expect(inline.code).toBe(1);
    expect(inline.stderr).toContain("has loaded 2 copies of @pulumi/pulumi: the engine is connected to one of them");
    for (const folder of folders) expect(inline.stderr).toContain(folder);
    expect(inline.stderr).toContain("npm dedupe");
    // Mocks take the messages of any copy.
    const mocks = `await pulumi.runtime.setMocks({ call: () => ({}), newResource: ({ name, inputs }) => ({ id: name, state: inputs }) });
console.log("policies:", new beamFlink.AdmissionPolicies("it").rules.length);`;
    const file = `import * as pulumi from "@pulumi/pulumi";\nimport * as beamFlink from "beam-flink";\n${mocks}\n`;
    const mocked = await node(await consumer.write("nested/mocked.mjs", file));
    expect(mocked.stdout).toMatch(/policies: \d+/);
    for (const folder of folders) expect(mocked.stdout + mocked.stderr).toContain(folder);
  });
});
