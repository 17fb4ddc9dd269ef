/** Errors as the engine understands them: gRPC statuses, one of which says that a resource exists but is not ready. */
import * as grpc from "@grpc/grpc-js";
import pb from "@pulumi/pulumi/proto/provider_pb.js";
import statusPb from "@pulumi/pulumi/proto/status_pb.js";
import { Any, type Struct } from "./protobuf.ts";

/** An error with the fields of a gRPC status. */
export class ResourceError extends Error {
  readonly code = grpc.status.UNKNOWN;
  readonly details: string;
  readonly metadata: grpc.Metadata;

  constructor(message: string, metadata: grpc.Metadata = new grpc.Metadata()) {
    super(message);
    this.details = message;
    this.metadata = metadata;
  }
}

export interface MadeResource {
  readonly id: string;
  readonly properties: Struct;
  readonly inputs: Struct;
}

/** The resource was made and is not ready: the engine keeps it, each line of `message` as a reason. */
export function initFailed(message: string, { id, properties, inputs }: MadeResource): ResourceError {
  const detail = new pb.ErrorResourceInitFailed().setId(id).setProperties(properties).setInputs(inputs);
  detail.setReasonsList(message.split("\n"));
  const packed = new Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statusPb.Status().setCode(grpc.status.UNKNOWN).setMessage(message);
  status.addDetails(packed);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return new ResourceError(message, metadata);
}
