import { describe, expect, test } from "vitest";
import { referencedEnvironments } from "../../../local/offline/references.ts";

const reading = (stacks: Readonly<Record<string, readonly string[]>>) => async (name: string) => stacks[name] ?? [];

describe("the environments that another one reads", () => {
  test("come in the order in which they must be up", async () => {
    expect(await referencedEnvironments("team-jobs")).toEqual(["team-cluster", "team-platform"]);
    expect(await referencedEnvironments("team-platform")).toEqual(["team-cluster"]);
  });

  test("are none for an environment that holds everything", async () => {
    expect(await referencedEnvironments("aws-dev")).toEqual([]);
  });

  test("come once each, by whichever name of the stack", async () => {
    const stacks = reading({ local: ["acme/beam-flink/team-cluster", "team-platform"], "team-platform": ["team-cluster"] });
    expect(await referencedEnvironments("local", stacks)).toEqual(["team-cluster", "team-platform"]);
  });

  test.each(["acme/other-project/aws-dev", "acme/beam-flink/elsewhere"])("must be environments of this project: not %s", async (stack) => {
    await expect(referencedEnvironments("local", reading({ local: [stack] }))).rejects.toThrow(
      `the environment "local" reads the stack ${stack}, which has no file stacks/Pulumi.${stack.split("/").at(-1)}.yaml here`,
    );
  });

  test("must not read each other in a circle", async () => {
    const stacks = reading({ "team-jobs": ["team-platform"], "team-platform": ["team-jobs"] });
    await expect(referencedEnvironments("team-jobs", stacks)).rejects.toThrow(
      "team-jobs -> team-platform -> team-jobs read each other in a circle",
    );
  });
});
