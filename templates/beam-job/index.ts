/** Puts the job of job.ts on the platform that another stack has made. There is nothing to edit here. */
import * as pulumi from "@pulumi/pulumi";
import { getPlatform, refuseUnknownSettings, StreamingPlatform } from "beam-flink";
import { JOB_NAME, jobOf } from "./job.ts";

export default async () => {
  refuseUnknownSettings(["platform", "image", "entryClass"]);
  const config = new pulumi.Config();
  const environment = pulumi.getStack();
  const job = { ...jobOf(environment), image: config.require("image"), entryClass: config.require("entryClass") };
  const given = config.require("platform");
  const platform = new StreamingPlatform("streaming", {
    ...(await getPlatform(given.includes("/") ? given : `${given}/${environment}`)),
    jobs: { [JOB_NAME]: job },
  });
  const { namespace, directory, state } = platform.jobs[JOB_NAME]!;
  return {
    /** STABLE, or the update has failed with Flink's own error. */
    state,
    /** Where checkpoints and savepoints are. */
    directory,
    /** Opens the job's Web UI on http://localhost:8081. */
    webUi: pulumi.interpolate`kubectl -n ${namespace} port-forward service/${JOB_NAME}-rest 8081`,
  };
};
