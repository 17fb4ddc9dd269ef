/** Builds the parts of the provider's answers to the engine. */
import pb from "@pulumi/pulumi/proto/provider_pb.js";
import type { Change } from "./diff.ts";
import { type Bag, encode, type JsonObject, objectAt, type Path } from "./values.ts";

export type DiffKind = keyof typeof pb.PropertyDiff.Kind;

export const DIFF_KINDS: Readonly<Record<Change["kind"], { update: DiffKind; replace: DiffKind }>> = {
  add: { update: "ADD", replace: "ADD_REPLACE" },
  delete: { update: "DELETE", replace: "DELETE_REPLACE" },
  update: { update: "UPDATE", replace: "UPDATE_REPLACE" },
};

/** Outputs are the live object; what was secret going in is secret coming out, and so is the content of every Secret. */
export function outputs(live: JsonObject, inputs: Bag): ReturnType<typeof encode> {
  const { managedFields: _managed, ...metadata } = objectAt(live, "metadata");
  return encode({ ...live, metadata }, [...inputs.secrets, ...secretContent(live)]);
}

export function secretContent(object: JsonObject): Path[] {
  return object["kind"] === "Secret" ? [["data"], ["stringData"]] : [];
}

/** The property is told in the reason: given as such, the engine prints its value too, secret or not. */
export function failure(property: string, reason: string): pb.CheckFailure {
  return new pb.CheckFailure().setReason(`${property}: ${reason}`);
}

export function propertyDiff(kind: DiffKind): pb.PropertyDiff {
  return new pb.PropertyDiff().setKind(pb.PropertyDiff.Kind[kind]).setInputdiff(true);
}
