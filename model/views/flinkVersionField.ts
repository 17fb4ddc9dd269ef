/** How a result says that a FlinkDeployment's version field would be needed; `JobView.flinkLine` reads it. */

/** The field of a result that could not be had for want of the line. */
export const FLINK_LINE_FIELD = "Flink version (spec.flinkVersion)";
