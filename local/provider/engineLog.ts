/** Sends messages to the engine, which shows them beside the resource they concern. */
import * as grpc from "@grpc/grpc-js";
import engineRpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engine from "@pulumi/pulumi/proto/engine_pb.js";

export class EngineLog {
  #client: InstanceType<typeof engineRpc.EngineClient> | undefined;

  connect(address: string): void {
    this.close();
    this.#client = new engineRpc.EngineClient(address, grpc.credentials.createInsecure());
  }

  close(): void {
    this.#client?.close();
    this.#client = undefined;
  }

  /** A passing remark: the next one takes its place, and none is kept. */
  status(urn: string, message: string): void {
    const request = new engine.LogRequest();
    request.setUrn(urn).setMessage(message).setSeverity(engine.LogSeverity.INFO).setEphemeral(true);
    this.#client?.log(request, () => {});
  }
}
