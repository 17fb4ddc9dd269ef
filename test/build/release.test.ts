import { expect, test } from "vitest";
import { type ReleaseFiles, releaseFiles, releaseProblems } from "../../build/release.ts";

const FILES: ReleaseFiles = {
  manifest: `{ "version": "1.2.3" }`,
  changelog: "# Changelog\n\n## 1.2.3 (2027-01-01)\n",
  versions: new Map([["provider/schema.json", "1.2.3"]]),
};

test("a tag is published where tag, changelog and all versions say the same", () => {
  expect(releaseProblems("v1.2.3", FILES)).toEqual([]);
});

test("another tag, a missing heading, another version and a repository without a name are told, each with what to do", () => {
  const files = {
    manifest: `{ "version": "1.2.4", "repository": "OWNER/beam-flink" }`,
    changelog: FILES.changelog,
    versions: FILES.versions,
  };
  expect(releaseProblems("v1.2.3", files)).toEqual([
    "the tag is v1.2.3, but package.json has 1.2.4: tag v1.2.4, or change the version first",
    'CHANGELOG.md has no heading "## 1.2.4": say what is new in it',
    "provider/schema.json has the version 1.2.3, not 1.2.4",
    "package.json names OWNER for the repository: give the real one, which the provenance must name",
  ]);
});

test("all versions of this repository are the package's", () => {
  const { manifest, versions } = releaseFiles();
  const { version } = JSON.parse(manifest) as { version: string };
  expect([...new Set(versions.values())]).toEqual([version]);
});
