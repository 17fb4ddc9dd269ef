package io.beamflink.local;

/** What a pipeline of the job is made of, after its source. */
enum PipelineShape {
  /** Buffers each bundle, checks the sequence with keyed state, counts in windows. */
  FULL,
  /** Buffers each bundle and counts what comes out of it: no state of its own but the source's. */
  BUFFER
}
