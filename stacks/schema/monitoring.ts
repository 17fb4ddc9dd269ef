/** What an environment's config may say of metrics, alerts and the dashboard. Ranges are checked by the component. */
import { z } from "zod";
import { duration, text } from "./common.ts";

const labels = z.record(z.string(), z.string());

/** What a job's pods serve. */
export const metrics = z.strictObject({
  enabled: z.boolean().optional(),
  port: z.int().optional(),
  scrapeAnnotations: z.boolean().optional(),
});

const thresholds = z.strictObject({
  checkpointDuration: duration.optional(),
  failedCheckpoints: z.int().optional(),
  checkpointAge: duration.optional(),
  recovery: duration.optional(),
  restarts: z.int().optional(),
  backlog: duration.optional(),
  backlogBytes: z.int().optional(),
  backlogFloor: text.optional(),
  backpressure: z.number().optional(),
  busy: z.number().optional(),
  autoscalerPatience: duration.optional(),
});

/** How a platform's jobs are monitored. */
export const monitoring = z.strictObject({
  podMonitor: z.strictObject({ namespace: text.optional(), labels: labels.optional(), interval: duration.optional() }).optional(),
  annotations: z.strictObject({ namespace: text.optional(), labels: labels.optional() }).optional(),
  dashboard: z
    .strictObject({
      enabled: z.boolean().optional(),
      namespace: text.optional(),
      labels: labels.optional(),
      annotations: labels.optional(),
      title: text.optional(),
      uid: text.optional(),
    })
    .optional(),
  thresholds: thresholds.optional(),
  runbookBaseUrl: text.optional(),
  alertLabels: labels.optional(),
});
