/**
 * How jobs scale: the operator's job autoscaler, Flink's Adaptive Scheduler, which applies a new parallelism in
 * place, and the balance of slots over TaskManagers.
 *
 * What the autoscaler can see of a Beam job: busy time and back pressure. It reads a source's backlog only from the
 * metric `pendingRecords`, which Beam's sources do not have (they report `pendingBytes`), so it takes the lag as 0
 * and `catchUpDuration` has no effect.
 */
import * as pulumi from "@pulumi/pulumi";
import { type AutoscalingSettings, renderAutoscaling, resolveVersions } from "../model/index.ts";
import { validated } from "./validation.ts";
import type { VersionArgs } from "./versionArgs.ts";

export interface AutoscalingPolicyArgs extends AutoscalingSettings {
  /**
   * Versions the policy is rendered for: keys have other names in other versions.
   * @default the current line of the compatibility matrix
   */
  readonly versions?: VersionArgs;
}

/** An autoscaling policy that any number of jobs share. */
export class AutoscalingPolicy extends pulumi.ComponentResource {
  /** Flink settings, with the key names of the versions given. */
  readonly flinkConfiguration: { readonly [key: string]: string };
  /** What the policy was made of: a job takes it to render and to check its own limits. */
  readonly settings: AutoscalingSettings;

  constructor(name: string, args: AutoscalingPolicyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("beam-flink:index:AutoscalingPolicy", name, args, opts);
    const { versions, ...settings } = args;
    this.settings = settings;
    this.flinkConfiguration = validated("AutoscalingPolicy", name, () => renderAutoscaling(settings, resolveVersions(versions ?? {})));
    this.registerOutputs({ flinkConfiguration: this.flinkConfiguration });
  }
}
