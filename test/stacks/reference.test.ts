import { describe, expect, test } from "vitest";
import { clusterOf, platformOf } from "../../stacks/reference.ts";
import { runWithMocks } from "../support/mocks.ts";

const REFERENCE = "pulumi:pulumi:StackReference";

/** What `read` gives where the other stack has these outputs. */
async function read<T>(reader: () => Promise<T>, outputs: Record<string, unknown>): Promise<T> {
  const found: T[] = [];
  const mocks = { outputs: { [REFERENCE]: { outputs, secretOutputNames: [] } } };
  await runWithMocks(async () => void found.push(await reader()), mocks);
  return found[0]!;
}

describe("the outputs of another stack", () => {
  test("are read as its program wrote them", async () => {
    const { existing } = await read(() => clusterOf("other"), { cluster: { context: "kind-dev" } });
    expect(existing).toMatchObject({ context: "kind-dev" });
  });

  test.each<[string, object, string]>([
    [
      "an empty list",
      { cluster: {}, bucket: {}, jobNamespaces: [] },
      "platform.jobNamespaces of the stack other .*: must have at least 1 in it",
    ],
    ["a part that is missing", { cluster: {}, jobNamespaces: ["a"] }, "platform.bucket of the stack other .*: must be set"],
    ["another kind of value", { cluster: { context: 1 }, bucket: {}, jobNamespaces: ["a"] }, "platform.cluster.context .*: must be a text"],
    ["what only a later program writes", { cluster: {}, bucket: {}, jobNamespaces: ["a"], queue: {} }, "platform.queue .*: is not known"],
    ["no mapping", ["a"], "output platform of the stack other .*: must be a mapping"],
  ])("are refused with their place where there is %s", async (_, platform, message) => {
    const refused = read(() => platformOf("other"), { platform });
    await expect(refused).rejects.toThrow(new RegExp(`${message}.*\\. Bring that stack up with this version of the program\\.$`));
  });

  test("are refused where there is none of that name", async () => {
    await expect(read(() => clusterOf("other"), {})).rejects.toThrow('the stack other has no output "cluster": bring it up first');
  });
});
