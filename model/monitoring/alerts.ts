/** Alerts on the recorded figures: what fires, for how long it must have held, and the runbook that says what to do. */
import { formatDuration } from "../duration.ts";
import { prometheusDuration } from "./prometheusDuration.ts";
import { ofNamespaces } from "./recordingRules.ts";
import { PAGES } from "./runbooks.ts";
import type { Thresholds } from "./thresholds.ts";

export const Severity = { Critical: "critical", Warning: "warning" } as const;
export type Severity = (typeof Severity)[keyof typeof Severity];

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long it must hold, in milliseconds. */
  readonly forMs: number;
  readonly severity: Severity;
  readonly summary: string;
  readonly description: string;
  /** Page in docs/runbooks, without its ending. */
  readonly runbook: (typeof PAGES)[number];
}

const MINUTE = 60_000;
const JOB = "{{ $labels.namespace }}/{{ $labels.job_name }}";

/** Which jobs alerts are about. */
export interface AlertedJobs {
  /** Namespaces of the jobs. */
  readonly jobNamespaces: readonly string[];
  /** Something scales them: adds the alert that only makes sense then. */
  readonly autoscaled: boolean;
}

/** All alerts. */
export function alertRules(limits: Thresholds, { jobNamespaces, autoscaled }: AlertedJobs): readonly AlertRule[] {
  const seconds = (milliseconds: number) => String(milliseconds / 1000);
  const own = `{${ofNamespaces(jobNamespaces)}}`;
  const running = `beam_job:running${own}`;
  const backlogSeconds = `beam_job:backlog_seconds${own}`;
  const backlogBytes = `beam_job:backlog_bytes${own}`;
  const autoscaler: AlertRule = {
    alert: "BeamAutoscalerDoesNotMove",
    expr: `beam_job:busy_ratio${own} > ${limits.busy} and changes(beam_job:subtasks${own}[10m]) == 0`,
    forMs: limits.autoscalerPatience,
    severity: Severity.Warning,
    summary: `Beam job ${JOB} is busy and is not scaled`,
    description: "Its busiest task works {{ $value | humanizePercentage }} of the time and its tasks have as many subtasks as before.",
    runbook: "autoscaler-does-not-move",
  };
  return [
    {
      alert: "BeamJobDoesNotRecover",
      // A JobManager that crashes again and again is seen only now and then: what it showed last counts until it is seen again.
      expr: `${running} == 0 or last_over_time(${running}[${prometheusDuration(limits.recovery)}]) == 0 unless ${running}`,
      forMs: limits.recovery,
      severity: Severity.Critical,
      summary: `Beam job ${JOB} does not run`,
      description: `It has not been RUNNING for ${formatDuration(limits.recovery)}.`,
      runbook: "job-does-not-recover",
    },
    {
      alert: "BeamJobRestarts",
      expr: `beam_job:restarts:increase15m${own} >= ${limits.restarts}`,
      forMs: 0,
      severity: Severity.Warning,
      summary: `Beam job ${JOB} restarts again and again`,
      description: "{{ $value }} restarts in 15 minutes.",
      runbook: "job-restarts",
    },
    {
      alert: "BeamCheckpointMissing",
      expr: `beam_job:checkpoints_completed:increase2m${own} == 0 and ${running} == 1`,
      forMs: limits.checkpointAge,
      severity: Severity.Critical,
      summary: `Beam job ${JOB} completes no checkpoints`,
      description: `None for ${formatDuration(limits.checkpointAge)}: a failure would repeat all work since.`,
      runbook: "checkpoint-failing",
    },
    {
      alert: "BeamCheckpointsFail",
      expr: `beam_job:checkpoints_failed:increase10m${own} >= ${limits.failedCheckpoints}`,
      forMs: 0,
      severity: Severity.Warning,
      summary: `Checkpoints of Beam job ${JOB} fail`,
      description: "{{ $value }} failed in 10 minutes.",
      runbook: "checkpoint-failing",
    },
    {
      alert: "BeamCheckpointNearsTimeout",
      expr: `beam_job:checkpoint_seconds${own} > ${seconds(limits.checkpointDuration)}`,
      forMs: 5 * MINUTE,
      severity: Severity.Warning,
      summary: `Checkpoints of Beam job ${JOB} take long`,
      description: `The last one took {{ $value | humanizeDuration }}, more than ${formatDuration(limits.checkpointDuration)}.`,
      runbook: "checkpoint-times-out",
    },
    {
      alert: "BeamBacklogGrows",
      expr: [
        `${backlogSeconds} > ${seconds(limits.backlog)}`,
        `${backlogBytes} > ${limits.backlogBytes} and deriv(${backlogBytes}[15m]) > 0 unless ${backlogSeconds}`,
      ].join(" or "),
      forMs: 5 * MINUTE,
      severity: Severity.Warning,
      summary: `Beam job ${JOB} falls behind`,
      description: `The backlog is {{ $value | humanize }}: seconds of reading where the source counts what it reads, else bytes.`,
      runbook: "backlog-grows",
    },
    {
      alert: "BeamBackpressure",
      expr: `beam_job:backpressured_ratio${own} > ${limits.backpressure}`,
      forMs: 10 * MINUTE,
      severity: Severity.Warning,
      summary: `Beam job ${JOB} is held back by one of its tasks`,
      description: "A task waits {{ $value | humanizePercentage }} of the time for those after it.",
      runbook: "backpressure",
    },
    ...(autoscaled ? [autoscaler] : []),
  ];
}
