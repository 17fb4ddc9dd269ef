/**
 * The stand-in for `pulumi-language-nodejs`, Pulumi's Node.js language host, where the official one cannot be had (pulumirpc.LanguageRuntime).
 * It runs programs as that one does with the runtime option `typescript: false`, by the SDK's own `@pulumi/pulumi/cmd/run`, and installs
 * with npm. It does not have: ts-node, other package managers, policy packs and plugins by folder, debuggers, generated SDKs.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import * as path from "node:path";
import * as grpc from "@grpc/grpc-js";
import rpc from "@pulumi/pulumi/proto/language_grpc_pb.js";
import pb from "@pulumi/pulumi/proto/language_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";

/** What the SDK's runner exits with once the person has read the error: the engine then adds nothing. */
const ERROR_WAS_SHOWN = 32;

/** A command that installs in place of `npm install`: for tests, whose packages are there already. */
const INSTALL = "BEAM_FLINK_STAND_IN_INSTALL";

export interface LanguageHost {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the host; `engine` is the CLI's address. */
export async function serveNodejsHost(engine: string): Promise<LanguageHost> {
  const server = new grpc.Server();
  server.addService(rpc.LanguageRuntimeService, {
    handshake: unary(() => new pb.LanguageHandshakeResponse()),
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion("0.0.0-stand-in")),
    about: unary(() => new pb.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
    // Programs bring their providers: the engine finds those that run already, or plugins on PATH.
    getRequiredPlugins: unary(() => new pb.GetRequiredPluginsResponse()),
    getRequiredPackages: unary(() => new pb.GetRequiredPackagesResponse()),
    runtimeOptionsPrompts: unary(() => new pb.RuntimeOptionsResponse()),
    template: unary(() => new pb.TemplateResponse()),
    run: unary((request: pb.RunRequest) => run(request, engine)),
    installDependencies: install,
    // grpc-js answers UNIMPLEMENTED for the rest, and the CLI copes or says so.
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { port, close: async () => server.forceShutdown() };
}

function unary<Q, R>(handler: (request: Q) => R | Promise<R>): grpc.handleUnaryCall<Q, R> {
  return async ({ request }, callback) => {
    let response: R;
    try {
      response = await handler(request);
    } catch (error) {
      callback({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
      return;
    }
    callback(null, response);
  };
}

/** Runs the program once, for a preview or an update, in a process of its own. */
async function run(request: pb.RunRequest, engine: string): Promise<pb.RunResponse> {
  const folder = request.getInfo()?.getProgramDirectory() || request.getPwd();
  const options = request.getInfo()?.getOptions()?.toJavaScript() ?? {};
  if (options["typescript"] !== false) {
    return new pb.RunResponse().setError(
      'the stand-in for the Node.js language host runs programs as Node does: set "typescript: false" under runtime.options in Pulumi.yaml.',
    );
  }
  const flags = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": request.getInfo()?.getRootDirectory(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    parallel: String(request.getParallel()),
  };
  const args = [
    runner(folder),
    ...Object.entries(flags).flatMap(([name, value]) => (value ? [`--${name}`, value] : [])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    request.getInfo()?.getEntryPoint() || request.getProgram() || ".",
    ...request.getArgsList(),
  ];
  const config = JSON.stringify(Object.fromEntries(request.getConfigMap().getEntryList()));
  const env = { ...process.env, PULUMI_CONFIG: config, PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()) };
  const code = await exitCode(spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "inherit", "inherit"] }));
  if (code === ERROR_WAS_SHOWN) return new pb.RunResponse().setBail(true);
  return code === 0 ? new pb.RunResponse() : new pb.RunResponse().setError(`the program ended with ${code ?? "a signal"}`);
}

/** The runner of the program's own SDK, so that there is one copy of it. */
function runner(folder: string): string {
  try {
    return createRequire(path.join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/run/index.js");
  } catch {
    throw new Error(`the Pulumi SDK is not installed in ${folder}: run npm install there.`);
  }
}

async function install(call: grpc.ServerWritableStream<pb.InstallDependenciesRequest, pb.InstallDependenciesResponse>): Promise<void> {
  const folder = call.request.getInfo()?.getProgramDirectory() || call.request.getDirectory();
  const child = spawn(process.env[INSTALL] ?? "npm install", { cwd: folder, shell: true, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.on("data", (chunk: Buffer) => call.write(new pb.InstallDependenciesResponse().setStdout(chunk)));
  child.stderr.on("data", (chunk: Buffer) => call.write(new pb.InstallDependenciesResponse().setStderr(chunk)));
  const code = await exitCode(child);
  if (code === 0) call.end();
  else call.emit("error", { code: grpc.status.UNKNOWN, details: `npm install ended with ${code ?? "a signal"}` });
}

function exitCode(child: ReturnType<typeof spawn>): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}
