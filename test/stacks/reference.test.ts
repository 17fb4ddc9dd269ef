import { describe, expect, test } from "vitest";
import { clusterOf } from "../../stacks/reference.ts";
import { runWithMocks } from "../support/mocks.ts";

const REFERENCE = "pulumi:pulumi:StackReference";

/** What `read` gives where the other stack has these outputs. */
async function read<T>(reader: () => Promise<T>, outputs: Record<string, unknown>): Promise<T> {
  const found: T[] = [];
  const mocks = { outputs: { [REFERENCE]: { outputs, secretOutputNames: [] } } };
  await runWithMocks(async () => void found.push(await reader()), mocks);
  return found[0]!;
}

describe("the cluster of another stack", () => {
  test("is read as its program wrote it", async () => {
    const { existing } = await read(() => clusterOf("other"), { cluster: { context: "kind-dev" } });
    expect(existing).toMatchObject({ context: "kind-dev" });
  });

  test.each<[string, object, string]>([
    ["another kind of value", { context: 1 }, "output cluster.context of the stack other .*: must be a text"],
    ["what only a later program writes", { queue: {} }, "output cluster.queue .*: is not known"],
    ["no mapping", ["a"], "output cluster of the stack other .*: must be a mapping"],
  ])("is refused with its place where there is %s", async (_, cluster, message) => {
    const refused = read(() => clusterOf("other"), { cluster });
    await expect(refused).rejects.toThrow(new RegExp(`${message}.*\\. Bring that stack up with this version of the program\\.$`));
  });

  test("is refused where there is none", async () => {
    await expect(read(() => clusterOf("other"), {})).rejects.toThrow('the stack other has no output "cluster": bring it up first');
  });
});
