/** Runs the JUnit tests of the local environment's Java projects. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { execa } from "execa";
import { type JavaProject, projectFile } from "../images/mavenBuild.ts";
import { findProgram } from "../images/programs.ts";

const PROJECTS: readonly JavaProject[] = ["flink", "beamJob", "operator", "kafka", "kafkaJob"];

export async function testJava(signal: AbortSignal): Promise<{ passed: number; failed: number }> {
  const maven = await findProgram("mvn", { report: console.log, signal });
  let passed = 0;
  let failed = 0;
  for (const project of PROJECTS) {
    const folder = await mkdtemp(path.join(tmpdir(), "beam-flink-java-"));
    try {
      const args = ["-B", "-ntp", "-f", projectFile(project, "pom.xml"), `-DbuildDirectory=${folder}`, "test"];
      const result = await execa(maven, args, { reject: false, cancelSignal: signal, all: true });
      const count = surefireCount(result.all);
      passed += count.passed;
      // A build that fails before or after its tests is a failure that no test counts.
      failed += result.exitCode !== 0 && count.failed === 0 ? 1 : count.failed;
      console.log(
        `${result.exitCode === 0 ? "ok    " : "FAILED"} ${project}: ${count.passed} passed, ${count.failed} failed${result.exitCode === 0 ? "" : `\n${result.all}`}`,
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return { passed, failed };
}

/** The last summary line of Maven Surefire counts the whole project. */
export function surefireCount(output: string): { passed: number; failed: number } {
  const summary = [...output.matchAll(/Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)/g)].at(-1);
  const [run = 0, failures = 0, errors = 0, skipped = 0] = (summary ?? []).slice(1).map(Number);
  return { passed: run - failures - errors - skipped, failed: failures + errors };
}
