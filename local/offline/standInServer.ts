/** Serves a stand-in to the engine over gRPC (pulumirpc.ResourceProvider). Secrets stay secret on their way through it. */
import * as grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import rpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import pb from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "../provider/protobuf.ts";
import { ResourceError } from "../provider/resourceError.ts";
import { DIFF_KINDS, failure, propertyDiff } from "../provider/responses.ts";
import { withoutSecrets } from "../provider/secretTexts.ts";
import type { ProviderServer } from "../provider/server.ts";
import { decode, encode, formatPath } from "../provider/values.ts";
import { standInAnswer } from "./functions.ts";
import type { StandInProvider } from "./standInProvider.ts";

/** Bytes; the engine's own limit. CRDs alone take megabytes. */
const MAX_MESSAGE = 400 * 1024 * 1024;

/** Listens on a port of its own, for any number of provider resources and stacks. */
export async function serveStandIn(provider: StandInProvider): Promise<ProviderServer> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": MAX_MESSAGE, "grpc.max_send_message_length": MAX_MESSAGE });
  const { name, version } = provider.package;
  server.addService(rpc.ResourceProviderService, {
    attach: unary(() => new Empty()),
    cancel: unary(() => new Empty()),
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(version)),
    getSchema: unary(() => new pb.GetSchemaResponse().setSchema(JSON.stringify({ name, version }))),
    checkConfig: unary((request: pb.CheckRequest) => new pb.CheckResponse().setInputs(request.getNews())),
    diffConfig: unary(() => new pb.DiffResponse().setChanges(pb.DiffResponse.DiffChanges.DIFF_NONE)),
    configure: unary(() => new pb.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true)),
    ...resourceHandlers(provider),
    // grpc-js answers UNIMPLEMENTED for the rest (handshake, construct, ...), and the engine copes.
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { port, close: async () => server.forceShutdown() };
}

function resourceHandlers(provider: StandInProvider) {
  return {
    invoke: unary((request: pb.InvokeRequest) => invoke(provider, request)),
    check: unary((request: pb.CheckRequest) => check(provider, request)),
    diff: unary((request: pb.DiffRequest) => diff(provider, request)),
    create: unary((request: pb.CreateRequest) => create(provider, request)),
    update: unary((request: pb.UpdateRequest) => update(provider, request)),
    read: unary((request: pb.ReadRequest) => read(provider, request)),
    delete: unary((request: pb.DeleteRequest) => {
      provider.delete(request.getUrn());
      return new Empty();
    }),
  };
}

function invoke(provider: StandInProvider, request: pb.InvokeRequest): pb.InvokeResponse {
  const token = request.getTok();
  const args = decode(request.getArgs());
  const answer = standInAnswer(token, args.value);
  if (answer === undefined) {
    throw new Error(
      `the stand-in for the ${provider.package.name} plugin has no answer to the function ${token}: offline nobody can be asked, so that the ` +
        "program must get by without it, as with a value of its config",
    );
  }
  return new pb.InvokeResponse().setReturn(encode(answer));
}

async function check(provider: StandInProvider, request: pb.CheckRequest): Promise<pb.CheckResponse> {
  const news = decode(request.getNews());
  const result = await provider.check(request.getUrn(), decode(request.getOlds()).value, news.value);
  const response = new pb.CheckResponse();
  if ("inputs" in result) return response.setInputs(encode(result.inputs, news.secrets));
  response.addFailures(failure(result.property, withoutSecrets(result.reason, [news])));
  return response;
}

function diff(provider: StandInProvider, request: pb.DiffRequest): pb.DiffResponse {
  const { changes, deleteBeforeReplace } = provider.diff(decode(request.getOldInputs()).value, decode(request.getNews()).value);
  const response = new pb.DiffResponse().setHasdetaileddiff(true).setDeletebeforereplace(deleteBeforeReplace);
  const { DIFF_NONE, DIFF_SOME } = pb.DiffResponse.DiffChanges;
  response.setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE);
  for (const { path, kind, replace } of changes) {
    response.getDetaileddiffMap().set(formatPath(path), propertyDiff(DIFF_KINDS[kind][replace ? "replace" : "update"]));
    if (replace) response.addReplaces(formatPath(path));
  }
  return response;
}

async function create(provider: StandInProvider, request: pb.CreateRequest): Promise<pb.CreateResponse> {
  const inputs = decode(request.getProperties());
  if (request.getPreview()) {
    await provider.preview(request.getUrn(), inputs.value);
    if (provider.answersInPreview) {
      const { id, outputs } = provider.existing(request.getUrn(), inputs.value);
      return new pb.CreateResponse().setId(id).setProperties(encode(outputs, inputs.secrets));
    }
    // Without an id and with the inputs alone, as the official plugins answer: the SDK makes unknown what is not there.
    return new pb.CreateResponse().setProperties(request.getProperties());
  }
  const { id, outputs } = await provider.create(request.getUrn(), inputs.value);
  return new pb.CreateResponse().setId(id).setProperties(encode(outputs, inputs.secrets));
}

async function update(provider: StandInProvider, request: pb.UpdateRequest): Promise<pb.UpdateResponse> {
  const inputs = decode(request.getNews());
  if (request.getPreview()) {
    await provider.preview(request.getUrn(), inputs.value);
    return new pb.UpdateResponse().setProperties(request.getNews());
  }
  const outputs = await provider.update(request.getUrn(), request.getId(), inputs.value);
  return new pb.UpdateResponse().setProperties(encode(outputs, inputs.secrets));
}

function read(provider: StandInProvider, request: pb.ReadRequest): pb.ReadResponse {
  const kept = decode(request.getProperties());
  const found = provider.read(request.getUrn(), request.getId(), kept.value);
  return new pb.ReadResponse().setId(request.getId()).setProperties(encode(found, kept.secrets)).setInputs(request.getInputs());
}

function unary<Q, R>(handler: (request: Q) => R | Promise<R>): grpc.handleUnaryCall<Q, R> {
  return async (call, callback) => {
    let response: R;
    try {
      response = await handler(call.request);
    } catch (error) {
      callback(error instanceof ResourceError ? error : new ResourceError(error instanceof Error ? error.message : String(error)));
      return;
    }
    callback(null, response);
  };
}
