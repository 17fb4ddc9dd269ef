/**
 * How jobs scale: the operator's job autoscaler, Flink's Adaptive Scheduler, which applies a new parallelism in
 * place, and the balance of slots over TaskManagers.
 *
 * What the autoscaler can see of a Beam job: busy time, back pressure and the rate of elements. It reads a source's backlog
 * only from the metric `pendingRecords`, which Beam's sources do not have (they report `pendingBytes`), so it takes the lag
 * as 0: `catchUpDuration` and `backlogLagThreshold` have no effect, and a source that cannot follow is scaled up by at most
 * 1 / `targetUtilization` in one step, since what it reads is taken for the whole load. Seen on Beam 2.70.0, Flink 1.19.1,
 * autoscaler 1.10.0; docs/autoscaling.md has the run.
 */
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError, type AutoscalingSettings, renderAutoscaling, resolveVersions } from "../model/platform.ts";
import { validated } from "./validation.ts";
import type { VersionArgs } from "./versionArgs.ts";

export interface AutoscalingPolicyArgs extends AutoscalingSettings {
  /**
   * Versions the policy is rendered for: keys have other names in other versions.
   * @default the current line of the compatibility matrix
   */
  readonly versions?: VersionArgs;
}

/** A policy, checked and rendered. */
export interface AutoscalingPolicyPlan {
  readonly settings: AutoscalingSettings;
  readonly flinkConfiguration: { readonly [key: string]: string };
}

/** Checks all arguments and renders them. Throws an ArgumentError. */
export function planAutoscalingPolicy({ versions, ...settings }: AutoscalingPolicyArgs): AutoscalingPolicyPlan {
  const resolved = resolveVersions(versions ?? {});
  try {
    return { settings, flinkConfiguration: renderAutoscaling(settings, resolved) };
  } catch (error) {
    // The model names fields as a job's arguments have them; here the settings are the arguments.
    if (!(error instanceof ArgumentError)) throw error;
    throw new ArgumentError({
      field: error.field.replace(/^autoscaling\./, ""),
      value: error.value,
      rule: error.rule,
      remedy: error.remedy,
    });
  }
}

/** The arguments as the engine may record them, after a check of all of them. */
function recorded(name: string, args: AutoscalingPolicyArgs): AutoscalingPolicyArgs {
  validated("AutoscalingPolicy", name, () => planAutoscalingPolicy(args));
  return args;
}

/** An autoscaling policy that any number of jobs share. */
export class AutoscalingPolicy extends pulumi.ComponentResource {
  /** Flink settings, with the key names of the versions given. */
  readonly flinkConfiguration: { readonly [key: string]: string };
  /** What the policy was made of: a job takes it to render and to check its own limits. */
  readonly settings: AutoscalingSettings;

  constructor(name: string, args: AutoscalingPolicyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("beam-flink:index:AutoscalingPolicy", name, recorded(name, args), opts);
    const plan = planAutoscalingPolicy(args);
    this.settings = plan.settings;
    this.flinkConfiguration = plan.flinkConfiguration;
    this.registerOutputs({ flinkConfiguration: this.flinkConfiguration });
  }
}
