package io.beamflink.local;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** An option that nothing reads: its size shows what becomes of large pipeline options. */
public interface PayloadOptions extends PipelineOptions {
  @Description("Text that is only there to be large.")
  @Default.String("")
  String getPayload();

  void setPayload(String payload);
}
