/** The three versions that decide how everything else is rendered. */
export interface VersionArgs {
  /**
   * Version of Apache Beam the job is built with.
   * @default the current line of the compatibility matrix
   */
  readonly beam?: string;
  /**
   * Version of Apache Flink in the job's image.
   * @default the current line of the compatibility matrix
   */
  readonly flink?: string;
  /**
   * Version of the Flink Kubernetes Operator.
   * @default the current line of the compatibility matrix
   */
  readonly operator?: string;
}
