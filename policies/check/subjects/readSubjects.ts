/** The subjects of a file, whatever it is: Kubernetes manifests, the preview of a Pulumi program or the state of a stack. */
import { readDocuments } from "../source/readDocuments.ts";
import { kubernetesSubjects } from "./kubernetesSubjects.ts";
import { isPulumiDocument, pulumiSubjects } from "./pulumiSubjects.ts";
import type { PassedOver, Subject, Unreadable } from "./subject.ts";

/** Goes through the documents one at a time. */
export function* readSubjects(chunks: Iterable<Uint8Array>): Generator<Subject | PassedOver | Unreadable> {
  for (const read of readDocuments(chunks)) {
    if ("problem" in read) yield { kind: "unreadable", ...read };
    else if (isPulumiDocument(read.value)) yield* pulumiSubjects(read.value, read.locate);
    else yield* kubernetesSubjects(read.value, read.locate);
  }
}
