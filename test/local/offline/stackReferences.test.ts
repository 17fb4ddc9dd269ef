import { describe, expect, test } from "vitest";
import type { PulumiProject } from "../../../local/offline/project.ts";
import { checkReference, stackName } from "../../../local/offline/stackReferences.ts";

const PROJECT: PulumiProject = { name: "streams", dir: "/p", settings: {}, configDir: "/p/stacks", entry: "/p/index.ts" };

describe("the stack that a program reads", () => {
  test.each([
    ["prod", "streams", "prod"],
    ["platform/prod", "platform", "prod"],
    ["acme/platform/prod", "platform", "prod"],
  ])("is told by the name %s", (reference, project, stack) => {
    expect(stackName(reference, "streams")).toEqual({ project, stack });
  });

  const check = (read: { project: string; stack: string }, readers = ["jobs"]) =>
    checkReference(PROJECT, ["jobs", "platform"], readers, read);

  test("may be another one of the project", () => {
    expect(() => check({ project: "streams", stack: "platform" })).not.toThrow();
  });

  test.each([
    [{ project: "network", stack: "prod" }, "the stack jobs reads the stack network/prod, which is another project's"],
    [{ project: "streams", stack: "elsewhere" }, "reads the stack streams/elsewhere, which has no file Pulumi.elsewhere.yaml in /p/stacks"],
  ])("is refused where it cannot be made up, with what to do: %o", (read, message) => {
    expect(() => check(read)).toThrow(message);
    expect(() => check(read)).toThrow(`--reference ${read.project}/${read.stack}=FILE`);
  });

  test("must not be one of those that read it", () => {
    expect(() => check({ project: "streams", stack: "jobs" }, ["jobs", "platform"])).toThrow("jobs -> platform -> jobs read each other");
  });
});
