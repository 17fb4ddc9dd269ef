import { describe, expect, test } from "vitest";
import { isBeamOption } from "../../../model/views/beamOptionNames.ts";

describe("isBeamOption", () => {
  test.each([
    ["Beam's core", "tempLocation"],
    ["streaming", "updateCompatibilityVersion"],
    ["the Flink runner of Flink 1", "failOnCheckpointingErrors"],
    ["the Flink runner of Flink 2", "tolerableCheckpointFailureNumber"],
    ["the SDK harness", "sdkHarnessLogLevelOverrides"],
    ["portable runners", "defaultEnvironmentType"],
    ["S3, with its capital letters", "SSEKMSKeyId"],
    ["Google Cloud Storage", "gcsUploadBufferSizeBytes"],
    ["resource hints", "resourceHints"],
    ["metrics", "metricsGraphitePort"],
  ])("knows an option of %s", (_, name) => {
    expect(isBeamOption(name)).toBe(true);
  });

  test.each(["topics", "TempLocation", "templocation", "constructor", ""])('does not know "%s"', (name) => {
    expect(isBeamOption(name)).toBe(false);
  });
});
