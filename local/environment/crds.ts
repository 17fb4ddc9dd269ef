/** The operator's custom resource definitions, out of the jar that the operator project publishes. */
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import * as path from "node:path";
import { findProgram } from "../images/programs.ts";
import { cached } from "../support/cache.ts";
import { run } from "../support/run.ts";
import type { Step } from "../support/step.ts";

/** The release whose definitions these are: the one that local environments run. */
export const CRD_RELEASE = "1.10.0";

const ARTIFACT = `org.apache.flink:flink-kubernetes-operator-api:${CRD_RELEASE}`;
/** Maven's own plugin, pinned: `unpack` takes the files without a project. */
const UNPACK = "org.apache.maven.plugins:maven-dependency-plugin:3.6.0:unpack";
const INSIDE = "META-INF/fabric8";

/** A folder with the release's files, under the names the release gives them. */
export async function crdDirectory(step: Step): Promise<string> {
  return cached("crds", { values: [ARTIFACT, UNPACK, INSIDE] }, step, async (dir) => {
    step.report(`reading the definitions out of ${ARTIFACT}`);
    const work = path.join(dir, "work"); // the plugin leaves markers of its own beside what it unpacks
    await mkdir(work);
    await run(
      await findProgram("mvn", step),
      ["-B", "-ntp", UNPACK, `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${work}`, `-Dmdep.unpack.includes=${INSIDE}/*-v1.yml`],
      step,
      { cwd: work },
    );
    for (const file of await readdir(path.join(work, INSIDE))) await rename(path.join(work, INSIDE, file), path.join(dir, file));
    await rm(work, { recursive: true });
  });
}
