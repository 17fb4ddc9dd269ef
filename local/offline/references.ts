/** The stacks whose outputs an environment reads, and theirs: what must be up before it can be previewed. */
import { referencedStacks } from "../../stacks/config.ts";
import { environmentConfig } from "../environment/environmentConfig.ts";
import { environments } from "../environment/environments.ts";
import { UserError } from "../support/errors.ts";

/** Names of environments, each after those that it reads itself. `stacksOf` says which stacks an environment reads. */
export async function referencedEnvironments(environment: string, stacksOf = stacksInConfig): Promise<readonly string[]> {
  const found: string[] = [];
  const visit = async (name: string, readers: readonly string[]): Promise<void> => {
    for (const stack of await stacksOf(name)) {
      const other = environmentOf(stack, name);
      if ([...readers, name].includes(other)) {
        throw new UserError(`the environments ${[...readers, name, other].join(" -> ")} read each other in a circle: one must come first.`);
      }
      await visit(other, [...readers, name]);
      if (!found.includes(other)) found.push(other);
    }
  };
  await visit(environment, []);
  return found;
}

async function stacksInConfig(environment: string): Promise<readonly string[]> {
  return referencedStacks(await environmentConfig(environment));
}

/** A stack of this project is an environment, whichever organization it is in. */
function environmentOf(stack: string, reader: string): string {
  const [name = "", project = "beam-flink"] = stack.split("/").toReversed();
  if (project === "beam-flink" && environments().includes(name)) return name;
  throw new UserError(
    `the environment "${reader}" reads the stack ${stack}, which has no file stacks/Pulumi.${name}.yaml here: ` +
      "offline only stacks of this project can take its place; preview it without --offline.",
  );
}
