import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { bundleCommand } from "../../build/command.ts";
import { leanSdk } from "../../build/leanSdk.ts";
import { leanZod } from "../../build/leanZod.ts";
import { bundlePacks, PACK_FILE, PACKS } from "../../build/packs.ts";
import { FLINK_DEPLOYMENT_TYPE } from "../../model/index.ts";
import { ENGINE, type PackProcess, type Resource, startPack } from "../support/packProcess.ts";

const ROOT = path.join(import.meta.dirname, "..", "..");
/** For tests that start a pack several times. */
const TIMEOUT_MS = 240_000;

const HOST = path.join(ROOT, "node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js");

/** The texts by which the engine sends a string that it does not know, a secret and an asset. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const secret = (value: string) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });
const asset = (text: string) => ({ [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text });
const archive = (folder: string) => ({ [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7", path: folder });

const job = (name: string, args: readonly Resource["properties"][string][], flinkConfiguration: Resource["properties"]): Resource => ({
  type: FLINK_DEPLOYMENT_TYPE,
  name,
  properties: {
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkDeployment",
    metadata: { name, namespace: "shop" },
    spec: { flinkVersion: "v1_19", image: "flink:1.19", flinkConfiguration, job: { args: [...args], upgradeMode: "stateless" } },
  },
});

const RESOURCES: readonly Resource[] = [
  job("violating", ["--runner=FlinkRunner", "--checkpointingInterval=300000", "--maxBundleSize=1000"], {}),
  job("unknown", ["--checkpointingInterval=10000", UNKNOWN], { "state.checkpoints.dir": UNKNOWN }),
  job("secret", ["--checkpointingInterval=10000", secret("--apiToken=quite-secret")], { "s3.secret-key": secret("quite-secret") }),
  job("assets", ["--finishBundleBeforeCheckpointing=false"], {
    "state.checkpoints.dir": "s3://state/checkpoints",
    file: asset("a: b"),
    folder: archive("./folder"),
  }),
  { type: "aws:s3/bucket:Bucket", name: "state", properties: { bucket: "state", forceDestroy: true } },
  {
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    name: "state",
    properties: { bucket: "state", blockPublicAcls: false },
  },
  { type: "gcp:storage/bucket:Bucket", name: "state", properties: { name: UNKNOWN, location: "EU" } },
  { type: "gcp:container/cluster:Cluster", name: "streaming", properties: { name: "streaming", location: "europe-west1" } },
];

/** Configurations that change what is answered, and one that a rule refuses. */
const CONFIGURATIONS: readonly Readonly<Record<string, Resource["properties"]>>[] = [
  {},
  { "checkpoint-interval": { maximumSeconds: 600 }, "bundle-size": { enforcementLevel: "advisory", minimum: 100 } },
  { "finish-bundle": { enforcementLevel: "remediate" }, "bucket-public-access": { enforcementLevel: "remediate" } },
  { "checkpoint-interval": { maximumSeconds: -1 } },
];

let bundles = "";

beforeAll(async () => {
  bundles = await mkdtemp(path.join(tmpdir(), "beam-flink-bundles-"));
  await bundlePacks(bundles);
}, TIMEOUT_MS);

afterAll(() => rm(bundles, { recursive: true, force: true }));

/** Everything a pack answers, by question. */
async function answers(pack: PackProcess): Promise<Map<string, unknown>> {
  const all = new Map<string, unknown>([["info", await pack.info()]]);
  for (const [index, configuration] of CONFIGURATIONS.entries()) {
    all.set(`configure ${index}`, await pack.configure(configuration));
    for (const resource of RESOURCES) {
      const of = `${resource.type} ${resource.name}, configured ${index}`;
      all.set(`analyze ${of}`, await pack.analyze(resource));
      all.set(`remediate ${of}`, await pack.remediate(resource));
    }
    all.set(`analyzeStack, configured ${index}`, await pack.analyzeStack(RESOURCES));
  }
  return all;
}

async function asking(command: string, args: readonly string[]): Promise<Map<string, unknown>> {
  const pack = await startPack(command, args);
  try {
    return await answers(pack);
  } finally {
    pack.stop();
  }
}

describe.each(PACKS)("the bundle of %s", (pack) => {
  test("answers every question as its source does, executed and required by the Node.js host", { timeout: TIMEOUT_MS }, async () => {
    const source = await asking(path.join(ROOT, "policies", pack, "pack.ts"), [ENGINE]);
    const executed = await asking(path.join(bundles, pack, PACK_FILE), [ENGINE]);
    const hosted = await asking(process.execPath, [HOST, ENGINE, path.join(bundles, pack)]);
    for (const [question, answer] of source) {
      expect(withoutStacks(executed.get(question)), question).toEqual(withoutStacks(answer));
      expect(withoutStacks(hosted.get(question)), question).toEqual(withoutStacks(answer));
    }
    expect(executed.size).toBe(source.size);
    // The questions are worth asking: each of these gets something to compare.
    const text = (question: string) => JSON.stringify(source.get(question));
    const analyzed = (name: string, configuration: number) => text(`analyze ${FLINK_DEPLOYMENT_TYPE} ${name}, configured ${configuration}`);
    expect(analyzed("violating", 0)).toContain("is 5 min");
    expect(analyzed("violating", 1)).not.toContain("is 5 min");
    expect(analyzed("violating", 3)).toContain("maximumSeconds");
    expect(analyzed("unknown", 0)).toContain("checkpoint directory");
    expect(analyzed("secret", 0)).toContain("finish-bundle");
    expect(analyzed("secret", 0)).not.toContain("quite-secret");
    expect(text(`remediate ${FLINK_DEPLOYMENT_TYPE} assets, configured 2`)).toContain("--finishBundleBeforeCheckpointing=true");
    expect(text("analyzeStack, configured 0")).toMatch(/"policyname":"bucket-.*"policyname":"cluster-/);
  });

  test("is a folder that both hosts take: a file to execute, its name and version", () => {
    expect(readFileSync(path.join(bundles, pack, PACK_FILE), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
    const manifest = (file: string) => z.looseObject({ version: z.string() }).parse(JSON.parse(readFileSync(file, "utf8")));
    const { version } = manifest(path.join(ROOT, "package.json"));
    expect(manifest(path.join(bundles, pack, "package.json"))).toMatchObject({ version, main: PACK_FILE, type: "commonjs" });
    expect(readFileSync(path.join(bundles, pack, "PulumiPolicy.yaml"), "utf8")).toContain(`\nversion: ${version}\n`);
  });
});

describe("the bundle of the command", () => {
  test("says what its source says, in every format, and ends as it does", { timeout: TIMEOUT_MS }, async () => {
    const input = path.join(bundles, "jobs.json");
    await writeFile(
      input,
      JSON.stringify({ apiVersion: "v1", kind: "List", items: RESOURCES.slice(0, 1).map(({ properties }) => properties) }),
    );
    const file = await bundleCommand(path.join(bundles, "beam-flink.mjs"));
    for (const format of ["text", "json", "markdown", "sarif", "junit"]) {
      const [source, bundle] = await Promise.all(
        [path.join(ROOT, "cli", "main.ts"), file].map((one) => ended(one, ["check", input, "--format", format])),
      );
      expect(source).toMatchObject({ code: 1, output: expect.stringContaining("checkpoint-interval") });
      expect(bundle).toEqual(source);
    }
  });

  test("is one file that needs nothing beside it", async () => {
    const alone = path.join(await mkdtemp(path.join(bundles, "alone-")), "beam-flink.mjs");
    await bundleCommand(alone);
    expect(await ended(alone, ["check", "--help"])).toMatchObject({ code: 0, output: expect.stringContaining("--format") });
  });
});

describe("what is left out", () => {
  const running = async (source: string): Promise<string> => {
    const [entry, file] = [path.join(bundles, "use.js"), path.join(bundles, "use.cjs")];
    await writeFile(entry, source);
    await build({
      entryPoints: [entry],
      outfile: file,
      bundle: true,
      platform: "node",
      format: "cjs",
      plugins: [leanSdk(ROOT), leanZod()],
      nodePaths: [path.join(ROOT, "node_modules")],
    });
    return promisify(execFile)(process.execPath, [file]).then(
      ({ stdout }) => stdout.trim(),
      (error: Error & { stderr: string }) => error.stderr,
    );
  };

  test("throws where it is used, with its name", async () => {
    expect(await running(`require("@pulumi/pulumi").automation.LocalWorkspace`)).toContain("leaves out automation of @pulumi/pulumi:");
    expect(await running(`new (require("@pulumi/pulumi").Config)("a")`)).toContain("leaves out Config of @pulumi/pulumi:");
    expect(await running(`new (require("@pulumi/pulumi/resource").CustomResource)("a:b:C", "d")`)).toContain("leaves out");
    expect(await running(`import { z } from "zod"; z.locales.de()`)).toContain("leaves out the language de of zod");
  });

  test("is not what a pack uses", async () => {
    expect(await running(`new (require("@pulumi/pulumi").asset.StringAsset)("x").text.then(console.log)`)).toBe("x");
    expect(await running(`console.log(require("@pulumi/pulumi").Output.isInstance({}))`)).toBe("false");
    expect(await running(`import { z } from "zod"; console.log(z.int().safeParse("a").error.issues[0].message)`)).toContain(
      "expected number",
    );
  });
});

/** Runs a command to its end. */
function ended(file: string, parameters: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [file, ...parameters], (_, output) => resolve({ code: child.exitCode, output }));
  });
}

/** Where a refusal came from differs between files; what it says does not. */
function withoutStacks(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer ?? null), (_, value: unknown) =>
    typeof value === "string" ? value.replace(/\n +at [\s\S]*$/, "") : value,
  );
}
