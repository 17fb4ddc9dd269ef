/**
 * The stand-in for the official `kubernetes` plugin as a gRPC server (pulumirpc.ResourceProvider).
 *
 * `@pulumi/pulumi/provider` has a server too, but it hides what this provider needs: the preview flag,
 * timeouts, secrets, unknown values, old inputs, detailed diffs, the provider's own arguments.
 */
import * as grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import rpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import pb from "@pulumi/pulumi/proto/provider_pb.js";
import { Clusters } from "./clusters.ts";
import { PROVIDER_SCHEMA } from "./providerArgs.ts";
import { ResourceError } from "./resourceError.ts";
import { Session } from "./session.ts";

/** The version of the SDK that programs use, so that state and program agree. */
export const KUBERNETES_VERSION = "4.34.2";

/** Types of resources are not in it: the SDKs that programs use here have them already. */
const SCHEMA = { name: "kubernetes", version: KUBERNETES_VERSION, provider: PROVIDER_SCHEMA };

/** Bytes; the engine's own limit. CRDs alone take megabytes. */
const MAX_MESSAGE = 400 * 1024 * 1024;

export interface ProviderServer {
  /** Give it to the engine as PULUMI_DEBUG_PROVIDERS=kubernetes:PORT. */
  readonly port: number;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** Path of kubectl. */
  readonly kubectl: string;
  /** The engine's address when the engine starts this server; an engine that attaches tells it itself. */
  readonly engine?: string;
}

export async function serve({ kubectl, engine }: ServeOptions): Promise<ProviderServer> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": MAX_MESSAGE,
    "grpc.max_send_message_length": MAX_MESSAGE,
  });
  const clusters = new Clusters(kubectl);
  // Each provider resource of each engine run has a connection of its own, and nothing else tells them apart.
  const sessions = new Map<string, Session>();
  const sessionOf = (peer: string): Session => {
    const session = sessions.get(peer) ?? new Session(clusters, engine);
    sessions.set(peer, session);
    return session;
  };
  const unary = <Q, R>(handler: (session: Session, request: Q) => R | Promise<R>): grpc.handleUnaryCall<Q, R> => {
    return async (call, callback) => {
      let response: R;
      try {
        response = await handler(sessionOf(call.getPeer()), call.request);
      } catch (error) {
        callback(asServiceError(error));
        return;
      }
      callback(null, response);
    };
  };
  server.addService(rpc.ResourceProviderService, {
    attach: unary((session, request: plugin.PluginAttach) => session.attach(request)),
    cancel: unary((session) => session.cancel()),
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(KUBERNETES_VERSION)),
    getSchema: unary(() => new pb.GetSchemaResponse().setSchema(JSON.stringify(SCHEMA))),
    checkConfig: unary((session, request: pb.CheckRequest) => session.checkConfig(request)),
    diffConfig: unary((session, request: pb.DiffRequest) => session.diffConfig(request)),
    configure: unary((session, request: pb.ConfigureRequest) => session.configure(request)),
    check: unary((session, request: pb.CheckRequest) => session.check(request)),
    diff: unary((session, request: pb.DiffRequest) => session.diff(request)),
    create: unary((session, request: pb.CreateRequest) => session.create(request)),
    update: unary((session, request: pb.UpdateRequest) => session.update(request)),
    read: unary((session, request: pb.ReadRequest) => session.read(request)),
    delete: unary((session, request: pb.DeleteRequest) => session.delete(request)),
    // grpc-js answers UNIMPLEMENTED for the rest (handshake, invoke, construct, ...), and the engine copes.
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  const close = async () => {
    for (const session of sessions.values()) session.close();
    server.forceShutdown();
    await clusters.close();
  };
  return { port, close };
}

/** Sessions throw errors that carry a gRPC status already; others are faults of the provider itself. */
function asServiceError(error: unknown): Partial<grpc.StatusObject> {
  if (error instanceof ResourceError) return error;
  return { code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) };
}
