/** The Pulumi CLI for a person's project: theirs, or the vendor's release. */
import * as path from "node:path";
import { projectSdk } from "../../local/offline/program.ts";
import type { PulumiProject } from "../../local/offline/project.ts";
import { OLDEST_CLI, pulumiOnPath } from "../../local/pulumi/pulumiOnPath.ts";
import { UserError } from "../../local/support/errors.ts";
import type { Step } from "../../local/support/step.ts";

/** Milliseconds for the vendor's host to answer; where it cannot be reached, that shows at once. */
const PROBE_TIMEOUT = 5_000;

/** Path of the command. The Automation API's installer puts the SDK's own version below ~/.pulumi/versions. */
export async function pulumiCli(project: PulumiProject, step: Step): Promise<string> {
  const own = await pulumiOnPath(step.signal);
  if (own !== undefined) return own;
  try {
    const signal = AbortSignal.any([step.signal, AbortSignal.timeout(PROBE_TIMEOUT)]);
    await fetch("https://get.pulumi.com/install.sh", { method: "HEAD", signal });
    step.report("installing the Pulumi CLI");
    return path.resolve((await projectSdk(project).automation.PulumiCommand.install()).command);
  } catch (cause) {
    step.signal.throwIfAborted();
    throw new UserError(
      `no Pulumi CLI of ${OLDEST_CLI} or newer is on PATH, and it cannot be fetched from get.pulumi.com: install it ` +
        "(https://www.pulumi.com/docs/install/) and run the command again.",
      { cause },
    );
  }
}
