/** The operator's custom resource definitions: from its official release, a mirror of it, or a local folder. */
import * as pulumi from "@pulumi/pulumi";
import { load } from "js-yaml";
import type { OperatorRelease } from "../../model/platform.ts";
import { checkCrdSource, type CrdSourceArgs, readDefinition, type ReleaseFile, verified } from "./crdSource.ts";

export type { CrdSourceArgs };

export interface Definition {
  readonly plural: string;
  /** The CRD's `spec`. Typed loosely: it is data of the release, checked by its digest and by the API server. */
  readonly spec: Promise<never>;
}

/** The definitions of `release`, each file checked against its SHA-256 before it is used. */
export function customResourceDefinitions(release: OperatorRelease, source: CrdSourceArgs): Definition[] {
  const { directory, mirror, skip = false } = source;
  checkCrdSource(release, source);
  if (skip) return [];
  return release.crds.map((file) => {
    const text = directory === undefined ? download(file, mirror) : Promise.resolve(readDefinition(file, directory));
    return { plural: file.plural, spec: text.then((content) => specOf(content, file)) };
  });
}

async function download(file: ReleaseFile, mirror: string | undefined): Promise<string> {
  const url = mirror === undefined ? file.url : `${mirror.replace(/\/$/, "")}/${file.file}`;
  const response = await fetch(url).catch((error: Error) => {
    const why = error.cause instanceof Error ? error.cause.message : error.message;
    throw new pulumi.RunError(
      `cannot read ${url}: ${why}. Set crds.mirror to a copy of the release's files, or crds.directory to a local one.`,
    );
  });
  if (!response.ok)
    throw new pulumi.RunError(
      `${url} answers ${response.status}. Set crds.mirror to a copy of the release's files, or crds.directory to a local one.`,
    );
  return verified(await response.text(), file, url);
}

function specOf(content: string, file: ReleaseFile): never {
  const document = load(content);
  if (typeof document !== "object" || document === null || !("spec" in document))
    throw new pulumi.RunError(`${file.file} is not a CustomResourceDefinition`);
  return document.spec as never;
}
