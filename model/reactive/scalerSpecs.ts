/**
 * The object that scales a reactive job: a HorizontalPodAutoscaler, or a ScaledObject, from which KEDA makes one. Both act on the scale
 * subresource of the FlinkDeployment (`spec.taskManager.replicas`), so that the operator stays the one writer of the TaskManagers.
 */
import { type Band, target, tolerance } from "./band.ts";
import type { ReactivePlan } from "./plan.ts";
import { backlogFactorQuery, cpuFactorQuery, type ScrapedJob } from "./queries.ts";

/** One job as its scaler needs to know it. */
export interface ScaledJob extends ScrapedJob {
  /** CPUs that a TaskManager asks for. */
  readonly cpu: number;
}

interface ScaleTarget {
  apiVersion: string;
  kind: string;
  name: string;
}

interface ScalingRules {
  stabilizationWindowSeconds: number;
  policies: { type: string; value: number; periodSeconds: number }[];
  tolerance?: string;
}

/** The fields that are used of it. */
export interface HorizontalPodAutoscalerSpec {
  scaleTargetRef: ScaleTarget;
  minReplicas: number;
  maxReplicas: number;
  metrics: {
    type: string;
    resource?: { name: string; target: { type: string; averageUtilization: number } };
    external?: { metric: { name: string; selector: { matchLabels: Record<string, string> } }; target: { type: string; value: string } };
  }[];
  behavior: { scaleUp: ScalingRules; scaleDown: ScalingRules };
}

/** Seconds in which TaskManagers may at most double, or one may go. */
const STEP = 60;

/** `spec` of an autoscaling/v2 HorizontalPodAutoscaler. */
export function horizontalPodAutoscalerSpec(job: ScaledJob, plan: ReactivePlan): HorizontalPodAutoscalerSpec {
  const { configurableTolerance = false, backlogMetric } = plan.horizontalPodAutoscaler ?? {};
  const averageUtilization = Math.round(target(plan.cpu) * 100);
  const cpu: HorizontalPodAutoscalerSpec["metrics"][0] = {
    type: "Resource",
    resource: { name: "cpu", target: { type: "Utilization", averageUtilization } },
  };
  return {
    scaleTargetRef: scaleTarget(job),
    minReplicas: plan.minTaskManagers,
    maxReplicas: plan.maxTaskManagers,
    metrics: backlogMetric === undefined ? [cpu] : [cpu, externalBacklog(job, backlogMetric)],
    behavior: behavior(plan, configurableTolerance ? plan.cpu : undefined),
  };
}

function externalBacklog({ jobName }: ScaledJob, name: string): HorizontalPodAutoscalerSpec["metrics"][0] {
  const metric = { name, selector: { matchLabels: { job: jobName } } };
  return { type: "External", external: { metric, target: { type: "Value", value: "1" } } };
}

/** `spec` of a keda.sh/v1alpha1 ScaledObject. */
export function scaledObjectSpec(job: ScaledJob, plan: ReactivePlan): Readonly<Record<string, unknown>> {
  const { prometheusAddress = "", pollingInterval = 30 } = plan.keda ?? {};
  const trigger = (name: string, query: string): object => ({
    type: "prometheus",
    name,
    metricType: "Value",
    // Without an answer KEDA reports an error, on which nothing is scaled down, instead of 0.
    metadata: { serverAddress: prometheusAddress, query, threshold: "1", ignoreNullValues: "false" },
  });
  return {
    scaleTargetRef: scaleTarget(job),
    minReplicaCount: plan.minTaskManagers,
    maxReplicaCount: plan.maxTaskManagers,
    pollingInterval,
    advanced: { horizontalPodAutoscalerConfig: { behavior: behavior(plan, undefined) } },
    triggers: [trigger("cpu", cpuFactorQuery(job, job.cpu, `${plan.rateWindow}s`, plan.cpu)), trigger("backlog", backlogQuery(job, plan))],
  };
}

/** The backlog's factor, for whoever serves it as a metric of the cluster. */
export function backlogQuery(job: ScrapedJob, plan: ReactivePlan): string {
  const { bytesReadMetric, backlogFloor: floor, backlog: band, maxTaskManagers: most } = plan;
  return backlogFactorQuery(job, { bytesReadMetric, window: `${plan.rateWindow}s`, floor, band, most });
}

function scaleTarget({ jobName }: ScrapedJob): ScaleTarget {
  return { apiVersion: "flink.apache.org/v1beta1", kind: "FlinkDeployment", name: jobName };
}

function behavior(plan: ReactivePlan, band: Band | undefined): HorizontalPodAutoscalerSpec["behavior"] {
  const tolerated = band === undefined ? {} : { tolerance: String(tolerance(band)) };
  return {
    scaleUp: {
      stabilizationWindowSeconds: plan.scaleUpWindow,
      policies: [{ type: "Percent", value: 100, periodSeconds: STEP }],
      ...tolerated,
    },
    scaleDown: {
      stabilizationWindowSeconds: plan.scaleDownWindow,
      policies: [{ type: "Pods", value: 1, periodSeconds: STEP }],
      ...tolerated,
    },
  };
}
