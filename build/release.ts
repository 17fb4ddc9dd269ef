/** What must hold before a version is published: the tag, the changelog and every version in the repository say the same. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { ROOT } from "./folders.ts";

/** What a release is read from, as texts; `versions` by file. */
export interface ReleaseFiles {
  readonly manifest: string;
  readonly changelog: string;
  readonly versions: ReadonlyMap<string, string | undefined>;
}

/** Reasons why `tag` cannot be published; none where it can. */
export function releaseProblems(tag: string, { manifest, changelog, versions }: ReleaseFiles): string[] {
  const { version } = JSON.parse(manifest) as { version: string };
  const problems: string[] = [];
  if (tag !== `v${version}`)
    problems.push(`the tag is ${tag}, but package.json has ${version}: tag v${version}, or change the version first`);
  if (!changelog.split("\n").some((line) => line.startsWith(`## ${version}`))) {
    problems.push(`CHANGELOG.md has no heading "## ${version}": say what is new in it`);
  }
  for (const [file, own] of versions) if (own !== version) problems.push(`${file} has the version ${own ?? "none"}, not ${version}`);
  if (manifest.includes("OWNER/"))
    problems.push("package.json names OWNER for the repository: give the real one, which the provenance must name");
  return problems;
}

/** The files of this repository. */
export function releaseFiles(): ReleaseFiles {
  const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");
  const packs = ["policies/baseline", "policies/production"];
  const versioned = [...packs.map((pack) => `${pack}/package.json`), "provider/schema.json"];
  const versions = new Map(versioned.map((file) => [file, (JSON.parse(read(file)) as { version?: string }).version]));
  for (const pack of packs) versions.set(`${pack}/PulumiPolicy.yaml`, /^version: (.*)$/m.exec(read(`${pack}/PulumiPolicy.yaml`))?.[1]);
  return { manifest: read("package.json"), changelog: read("CHANGELOG.md"), versions };
}
