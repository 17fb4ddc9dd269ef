/** Builds the local environment's Java projects with Maven, outside the checkout, once per content. */
import { glob } from "node:fs/promises";
import * as path from "node:path";
import { cached, keyOf } from "../support/cache.ts";
import { run } from "../support/run.ts";
import type { Step } from "../support/step.ts";
import { jdkRelease } from "./javaRuntime.ts";
import { findProgram } from "./programs.ts";

const PROJECTS = path.join(import.meta.dirname, "..", "java");

/** A folder below `local/java`. */
export type JavaProject = "flink" | "beamJob" | "operator" | "kafka" | "kafkaJob";

/** Sources that a project compiles from another one's folder. */
const BORROWED: Partial<Record<JavaProject, readonly string[]>> = {
  kafkaJob: ["CheckSequenceFn.java", "SequenceCheck.java"].map((file) => projectFile("beamJob", "src/main/java/io/beamflink/local", file)),
};

/** A file of a project that is no Java source: an entry script, a default configuration. */
export function projectFile(project: JavaProject, ...parts: string[]): string {
  return path.join(PROJECTS, project, ...parts);
}

/** Every file of the project that its image is made of, sorted; tests are not among them. */
export async function projectFiles(project: JavaProject): Promise<readonly string[]> {
  const files: string[] = [...(BORROWED[project] ?? [])];
  const entries = glob("**/*", { cwd: projectFile(project), withFileTypes: true, exclude: ["src/test"] });
  for await (const entry of entries) if (entry.isFile()) files.push(path.join(entry.parentPath, entry.name));
  return files.toSorted();
}

/** The key of what a project's build yields. */
export async function projectKey(project: JavaProject, step: Step): Promise<string> {
  return keyOf({ files: await projectFiles(project), values: [project, await jdkRelease(step)] });
}

/** The folder that Maven has built the project in: the project's jar, `lib/` and whatever else its pom says. */
export async function mavenBuild(project: JavaProject, step: Step): Promise<string> {
  const maven = await findProgram("mvn", step);
  return cached("java", { values: [await projectKey(project, step)] }, step, async (dir) => {
    step.report(`building local/java/${project} with Maven`);
    // The project's own tests are run by `npm test`, not by every start.
    const args = ["-B", "-f", projectFile(project, "pom.xml"), `-DbuildDirectory=${dir}`, "-Dmaven.test.skip=true", "package"];
    await run(maven, args, step, { progress: true });
  });
}
