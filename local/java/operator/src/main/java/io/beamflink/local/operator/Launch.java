package io.beamflink.local.operator;

import java.util.Optional;

/**
 * What one deployment of a cluster starts with.
 *
 * @param token marks the cluster's Deployment, so that a restarted operator knows whether this launch has already been done
 * @param jobId fixed by the operator, so that it knows its job before it sees it
 * @param savepoint what the job restores from; empty: nothing, or what high availability kept
 */
record Launch(String token, String jobId, Optional<String> savepoint) {
  /** On the JobManager's Deployment. */
  static final String ANNOTATION = "beam-flink.local/launch";
}
