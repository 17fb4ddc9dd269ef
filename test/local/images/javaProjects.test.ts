import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { projectFile, projectFiles, type JavaProject } from "../../../local/images/mavenBuild.ts";

const PROJECTS: readonly JavaProject[] = ["flink", "beamJob", "operator"];

describe.each(PROJECTS)("local/java/%s", (project) => {
  it("has its image built from its pom and sources, and not from its tests", async () => {
    const files = (await projectFiles(project)).map((file) => path.relative(projectFile(project), file));
    expect(files).toContain("pom.xml");
    expect(files.filter((file) => file.endsWith(".java"))).not.toHaveLength(0);
    expect(files.filter((file) => file.startsWith("src/test"))).toEqual([]);
    expect(files).toEqual(files.toSorted());
  });
});
