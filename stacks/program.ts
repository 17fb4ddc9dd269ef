/** The program of every environment: one platform and the jobs its config file lists. */
import * as pulumi from "@pulumi/pulumi";
import { StreamingPlatform } from "../components/index.ts";
import type { Environment } from "./config.ts";

/** What a machine knows and a committed file should not hold. */
export interface MachineSettings {
  /** `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`: keys of the bucket on an S3-compatible server. */
  readonly accessKey?: string;
  readonly secretKey?: string;
  /** `BEAM_FLINK_CRD_DIRECTORY`: a local copy of the operator's definitions. */
  readonly crdDirectory?: string;
  /** `BEAM_FLINK_CRD_MIRROR`: an address that serves them. */
  readonly crdMirror?: string;
}

export function machineSettings(env: Readonly<Record<string, string | undefined>>): MachineSettings {
  return {
    accessKey: env["AWS_ACCESS_KEY_ID"],
    secretKey: env["AWS_SECRET_ACCESS_KEY"],
    crdDirectory: env["BEAM_FLINK_CRD_DIRECTORY"],
    crdMirror: env["BEAM_FLINK_CRD_MIRROR"],
  };
}

/** Registers the environment's resources and returns the stack's outputs. */
export function streamingEnvironment(environment: Environment, machine: MachineSettings): Record<string, unknown> {
  const platform = new StreamingPlatform("streaming", {
    cluster: environment.cluster,
    versions: environment.versions,
    jobNamespaces: environment.jobNamespaces,
    autoscaling: environment.autoscaling,
    operator: { ...environment.operator, crds: { directory: machine.crdDirectory, mirror: machine.crdMirror } },
    bucket: { endpoint: environment.bucket.endpoint && { ...environment.bucket.endpoint, ...keys(machine) } },
  });
  const jobs = Object.entries(environment.jobs).map(([name, args]) => {
    const job = platform.job(name, args);
    return { name: job.jobName, namespace: job.namespace, directory: job.directory, state: job.state };
  });
  return { bucket: platform.bucket.uri, operatorVersion: platform.operator.version, jobs };
}

function keys({ accessKey, secretKey }: MachineSettings): { accessKey: pulumi.Output<string>; secretKey: pulumi.Output<string> } {
  if (!accessKey || !secretKey) {
    throw new pulumi.RunError(
      'the bucket\'s keys are not set: put them in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (for the local environment: . "$(npm run --silent env)")',
    );
  }
  return { accessKey: pulumi.secret(accessKey), secretKey: pulumi.secret(secretKey) };
}
