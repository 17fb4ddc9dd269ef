/**
 * Reactive scaling of one job: the HorizontalPodAutoscaler or KEDA ScaledObject that changes the FlinkDeployment's number of TaskManagers,
 * and what the job itself must be for it. See docs/autoscaling-reactive.md.
 */
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  ArgumentError,
  backlogQuery,
  horizontalPodAutoscalerSpec,
  planReactive,
  type ReactivePlan,
  scaledObjectSpec,
} from "../model/platform.ts";
import { type BeamJobArgs, DeploymentMode } from "./beamJob/args.ts";

/** The field that the scaler writes. The program gives it its first value, without which Kubernetes has nothing to scale. */
export const SCALED_FIELD = "spec.taskManager.replicas";

/** Reactive scaling as a job's arguments ask for it, checked against them; undefined where they do not. Throws an ArgumentError. */
export function planReactiveScaling(args: BeamJobArgs, slots: number, maxParallelism: number): ReactivePlan | undefined {
  if (args.autoscaling?.reactive === undefined) return undefined;
  const plan = planReactive(args.autoscaling.reactive, "autoscaling.reactive");
  if (args.mode !== undefined && args.mode !== DeploymentMode.Standalone) {
    throw new ArgumentError({
      field: "mode",
      value: args.mode,
      rule: 'must be "standalone" with autoscaling.reactive: Flink has no Reactive Mode where it starts TaskManagers itself',
      remedy: 'Set "standalone", or leave it out.',
    });
  }
  if (args.parallelism !== undefined) {
    throw new ArgumentError({
      field: "parallelism",
      value: args.parallelism,
      rule: "is what the TaskManagers have slots for with autoscaling.reactive",
      remedy: "Leave it out, and set autoscaling.reactive.minTaskManagers.",
    });
  }
  if (plan.maxTaskManagers * slots > maxParallelism) {
    throw new ArgumentError({
      field: "autoscaling.reactive.maxTaskManagers",
      value: plan.maxTaskManagers,
      rule: `must be at most ${Math.floor(maxParallelism / slots)}: with ${slots} slots each, the job's maxParallelism (${maxParallelism}) fills no more`,
      remedy: "Lower it, or raise maxParallelism before the job's first run.",
    });
  }
  return plan;
}

export interface ReactiveScalerArgs {
  readonly jobName: string;
  readonly namespace: pulumi.Input<string>;
  /** CPUs that a TaskManager asks for. */
  readonly cpu: number;
  readonly plan: ReactivePlan;
}

/** The object that scales the job, named after it. */
export function reactiveScaler(name: string, args: ReactiveScalerArgs, opts: pulumi.CustomResourceOptions): pulumi.CustomResource {
  const { jobName, cpu, plan } = args;
  const job = pulumi.output(args.namespace).apply((namespace) => ({ jobName, namespace, cpu }));
  const metadata = { name: jobName, namespace: args.namespace };
  if (plan.keda !== undefined) {
    const spec = job.apply((known) => scaledObjectSpec(known, plan));
    return new k8s.apiextensions.CustomResource(
      `${name}-scaler`,
      { apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject", metadata, spec },
      opts,
    );
  }
  // Whoever serves the metric finds here what it is to be.
  const query = job.apply((known) => backlogQuery(known, plan));
  const annotations =
    plan.horizontalPodAutoscaler?.backlogMetric === undefined ? {} : { annotations: { "beam-flink/backlog-query": query } };
  return new k8s.autoscaling.v2.HorizontalPodAutoscaler(
    `${name}-scaler`,
    { metadata: { ...metadata, ...annotations }, spec: job.apply((known) => horizontalPodAutoscalerSpec(known, plan)) },
    opts,
  );
}
