/**
 * The protobuf classes of `@pulumi/pulumi`'s own copy of google-protobuf. Generated code registers itself in
 * one global table, so that a second copy in the process would take the first one's place and break the SDK.
 */
import { createRequire } from "node:module";

const requireHere = createRequire(import.meta.url);
const requireAsPulumi = createRequire(requireHere.resolve("@pulumi/pulumi/package.json"));

type AnyModule = typeof import("google-protobuf/google/protobuf/any_pb.js");
type EmptyModule = typeof import("google-protobuf/google/protobuf/empty_pb.js");
type StructModule = typeof import("google-protobuf/google/protobuf/struct_pb.js");

const anyModule: AnyModule = requireAsPulumi("google-protobuf/google/protobuf/any_pb.js");
const emptyModule: EmptyModule = requireAsPulumi("google-protobuf/google/protobuf/empty_pb.js");
const structModule: StructModule = requireAsPulumi("google-protobuf/google/protobuf/struct_pb.js");

export const { Any } = anyModule;
export const { Empty } = emptyModule;
export const { Struct } = structModule;

export type Empty = InstanceType<typeof Empty>;
export type Struct = InstanceType<typeof Struct>;
