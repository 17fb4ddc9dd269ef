import { AutoscalingPolicy, SlotBalance } from "beam-flink";

const autoscaling = new AutoscalingPolicy("by-busy-time", {
  targetUtilization: 0.6,
  maxParallelism: 24,
  metricsWindow: "10 min",
  slotBalance: SlotBalance.Tasks,
});

export const settings = autoscaling.settings; // `autoscaling` of any number of BeamJobs
export const flinkConfiguration = autoscaling.flinkConfiguration; // what a manifest of your own would say
