import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as grpc from "@grpc/grpc-js";
import rpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import pb from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type { JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { BASELINE } from "../../../policies/packs/baseline.ts";
import { entriesOf } from "../../../policies/packs/pack.ts";
import { PRODUCTION } from "../../../policies/packs/production.ts";
import { FLINK_DEPLOYMENT } from "../../../policies/pulumi/jobPolicies.ts";

const ROOT = path.join(import.meta.dirname, "..", "..", "..");
const POLICIES = path.join(ROOT, "policies");

/** The SDK serializes only messages of its own copy of google-protobuf. */
const fromSdk = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));
const emptyPb: { Empty: typeof Empty } = fromSdk("google-protobuf/google/protobuf/empty_pb.js");
const structPb: { Struct: typeof Struct } = fromSdk("google-protobuf/google/protobuf/struct_pb.js");

/** The engine's address: a pack gets it and does not call it. */
const ENGINE = "127.0.0.1:1";

const PACKS = [
  { folder: "baseline", pack: BASELINE },
  { folder: "production", pack: PRODUCTION },
] as const;

const HOST = path.join(ROOT, "node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js");

/** How each pack is started: the file itself, and the host of the official CLI with the folder. */
const ENTRIES = PACKS.flatMap(({ folder, pack }) => [
  { entry: `${folder}/pack.ts, as a program`, folder, pack, command: path.join(POLICIES, folder, "pack.ts"), args: [ENGINE] },
  {
    entry: `${folder}, under the Node.js host's run-policy-pack`,
    folder,
    pack,
    command: process.execPath,
    args: [HOST, ENGINE, path.join(POLICIES, folder)],
  },
]);

const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill();
});

/** Starts a pack in another folder than its own, as the engine does, and connects to the port it prints first. */
async function start(command: string, args: readonly string[]): Promise<rpc.AnalyzerClient> {
  const child = spawn(command, args, {
    cwd: tmpdir(),
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PATH: `${path.dirname(process.execPath)}:${process.env["PATH"] ?? ""}` },
  });
  started.push(child);
  const line = await new Promise<string>((resolve, reject) => {
    let [output, errors] = ["", ""];
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.includes("\n")) resolve(output.slice(0, output.indexOf("\n")));
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the pack ended with ${code} before it printed a port: ${errors}`)));
  });
  expect(line).toMatch(/^\d+$/);
  return new rpc.AnalyzerClient(`127.0.0.1:${line}`, grpc.credentials.createInsecure());
}

async function analyze(client: rpc.AnalyzerClient, spec: { [key: string]: JavaScriptValue }): Promise<pb.AnalyzeDiagnostic.AsObject[]> {
  const request = new pb.AnalyzeRequest();
  request.setType(FLINK_DEPLOYMENT);
  request.setUrn(`urn:pulumi:dev::p::${FLINK_DEPLOYMENT}::orders`);
  request.setName("orders");
  request.setProperties(structPb.Struct.fromJavaScript({ spec }));
  request.setOptions(new pb.AnalyzerResourceOptions().setCustomtimeouts(new pb.AnalyzerResourceOptions.CustomTimeouts()));
  const response = await new Promise<pb.AnalyzeResponse>((resolve, reject) => {
    client.analyze(request, (error, value) => (error === null ? resolve(value) : reject(error)));
  });
  return response.getDiagnosticsList().map((diagnostic) => diagnostic.toObject());
}

describe.each(ENTRIES)("$entry", ({ folder, pack, command, args }) => {
  test("prints its port, says which policies it has and evaluates a job", async () => {
    const client = await start(command, args);
    try {
      const info = await new Promise<pb.AnalyzerInfo>((resolve, reject) => {
        client.getAnalyzerInfo(new emptyPb.Empty(), (error, value) => (error === null ? resolve(value) : reject(error)));
      });
      expect([info.getName(), info.getVersion()]).toEqual([pack.name, version(`policies/${folder}/package.json`)]);
      const rules = entriesOf(pack).map(({ rule }) => rule.id);
      expect(info.getPoliciesList().map((policy) => policy.getName())).toEqual([
        ...rules.slice(0, pack.jobs.length),
        "not-evaluated",
        ...rules.slice(pack.jobs.length),
        "not-evaluated-infrastructure",
      ]);

      const diagnostics = await analyze(client, {
        job: { args: ["--runner=FlinkRunner", "--checkpointingInterval=300000"] },
        // The text by which the engine sends an unknown string to a pack.
        flinkConfiguration: { "state.checkpoints.dir": "04da6b54-80e4-46f7-96ec-b56ff0331ba9" },
      });
      const of = (name: string): pb.AnalyzeDiagnostic.AsObject[] => diagnostics.filter((diagnostic) => diagnostic.policyname === name);
      expect(of("checkpoint-interval")).toMatchObject([
        { enforcementlevel: pb.EnforcementLevel.MANDATORY, message: expect.stringContaining("is 5 min; the limit is 1 s to 60 s") },
      ]);
      expect(of("bundle-size")).toMatchObject([{ enforcementlevel: pb.EnforcementLevel.MANDATORY }]);
      expect(of("checkpoint-storage")).toEqual([]);
      // What is not known only warns, once for all rules.
      expect(of("not-evaluated")).toMatchObject([
        {
          enforcementlevel: pb.EnforcementLevel.ADVISORY,
          message: expect.stringContaining("checkpoint-storage (checkpoint directory)"),
        },
      ]);
    } finally {
      client.close();
    }
  });
});

describe.each(PACKS)("the files of $folder", ({ folder }) => {
  test("are executable where the engine executes them", () => {
    expect(() => accessSync(path.join(POLICIES, folder, "pack.ts"), constants.X_OK)).not.toThrow();
    expect(readFileSync(path.join(POLICIES, folder, "pack.ts"), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test("have the version of the package they are part of", () => {
    expect(version(`policies/${folder}/package.json`)).toBe(version("package.json"));
    expect(readFileSync(path.join(POLICIES, folder, "PulumiPolicy.yaml"), "utf8")).toContain(`\nversion: ${version("package.json")}\n`);
  });
});

function version(file: string): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path.join(ROOT, file), "utf8"))).version;
}
