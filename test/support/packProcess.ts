/** A policy pack that runs, asked as the engine asks it. Answers come as plain values, a refusal as its text. */
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as grpc from "@grpc/grpc-js";
import rpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import pb from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type { JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb.js";

/** The SDK serializes only messages of its own copy of google-protobuf. */
const fromSdk = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));
const emptyPb: { Empty: typeof Empty } = fromSdk("google-protobuf/google/protobuf/empty_pb.js");
const structPb: { Struct: typeof Struct } = fromSdk("google-protobuf/google/protobuf/struct_pb.js");

/** The engine's address: a pack gets it and does not call it. */
export const ENGINE = "127.0.0.1:1";

const LEVELS = new Map<unknown, pb.EnforcementLevel>([
  ["advisory", pb.EnforcementLevel.ADVISORY],
  ["remediate", pb.EnforcementLevel.REMEDIATE],
]);

type Properties = { [key: string]: JavaScriptValue };

/** A resource as the engine describes it. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly properties: Properties;
}

export interface PackProcess {
  info(): Promise<unknown>;
  /** Configurations by policy. */
  configure(configurations: Readonly<Record<string, Properties>>): Promise<unknown>;
  analyze(resource: Resource): Promise<unknown>;
  remediate(resource: Resource): Promise<unknown>;
  analyzeStack(resources: readonly Resource[]): Promise<unknown>;
  stop(): void;
}

/** Starts a pack in another folder than its own, as the engine does, and connects to the port it prints first. */
export async function startPack(command: string, args: readonly string[]): Promise<PackProcess> {
  const child = spawn(command, args, {
    cwd: tmpdir(),
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PATH: `${path.dirname(process.execPath)}:${process.env["PATH"] ?? ""}` },
  });
  const client = new rpc.AnalyzerClient(`127.0.0.1:${await port(child)}`, grpc.credentials.createInsecure());
  const asked = <R extends { toObject(): unknown }>(call: (done: (error: grpc.ServiceError | null, response: R) => void) => unknown) =>
    new Promise<unknown>((resolve) => {
      call((error, response) => resolve(error === null ? response.toObject() : `${error.code} ${error.details}`));
    });
  return {
    info: () => asked<pb.AnalyzerInfo>((done) => client.getAnalyzerInfo(new emptyPb.Empty(), done)),
    configure: (configurations) => {
      const request = new pb.ConfigureAnalyzerRequest();
      for (const [policy, { enforcementLevel, ...properties }] of Object.entries(configurations)) {
        const config = new pb.PolicyConfig().setProperties(structPb.Struct.fromJavaScript(properties));
        config.setEnforcementlevel(LEVELS.get(enforcementLevel) ?? pb.EnforcementLevel.MANDATORY);
        request.getPolicyconfigMap().set(policy, config);
      }
      return asked<Empty>((done) => client.configure(request, done));
    },
    analyze: (resource) => asked<pb.AnalyzeResponse>((done) => client.analyze(analyzeRequest(resource), done)),
    remediate: (resource) => asked<pb.RemediateResponse>((done) => client.remediate(analyzeRequest(resource), done)),
    analyzeStack: (resources) => {
      const request = new pb.AnalyzeStackRequest().setResourcesList(resources.map(stackResource));
      return asked<pb.AnalyzeResponse>((done) => client.analyzeStack(request, done));
    },
    stop: () => {
      client.close();
      child.kill();
    },
  };
}

function analyzeRequest({ type, name, properties }: Resource): pb.AnalyzeRequest {
  const request = new pb.AnalyzeRequest().setType(type).setName(name).setUrn(urn(type, name));
  return request.setProperties(structPb.Struct.fromJavaScript(properties)).setOptions(options());
}

function stackResource({ type, name, properties }: Resource): pb.AnalyzerResource {
  const resource = new pb.AnalyzerResource().setType(type).setName(name).setUrn(urn(type, name));
  return resource.setProperties(structPb.Struct.fromJavaScript(properties)).setOptions(options());
}

function options(): pb.AnalyzerResourceOptions {
  return new pb.AnalyzerResourceOptions().setCustomtimeouts(new pb.AnalyzerResourceOptions.CustomTimeouts());
}

function urn(type: string, name: string): string {
  return `urn:pulumi:dev::p::${type}::${name}`;
}

function port(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let [output, errors] = ["", ""];
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (errors += text));
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      const [, number] = /^(\d+)\n/.exec(output) ?? [];
      if (number !== undefined) resolve(number);
      else if (output.includes("\n")) reject(new Error(`the pack printed ${JSON.stringify(output)} in place of its port`));
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the pack ended with ${code} before it printed a port: ${errors}`)));
  });
}
