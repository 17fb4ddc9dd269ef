import { describe, expect, test } from "vitest";
import { baseConfiguration, stateKeys } from "../../model/flinkConfiguration.ts";
import { resolveVersions } from "../../model/versions.ts";

describe("stateKeys", () => {
  test("has the old names for Flink 1.19", () => {
    expect(stateKeys(resolveVersions({ flink: "1.19" }))).toEqual({
      checkpointStorage: "state.checkpoint-storage",
      checkpointDirectory: "state.checkpoints.dir",
      savepointDirectory: "state.savepoints.dir",
      numRetained: "state.checkpoints.num-retained",
      incremental: "state.backend.incremental",
      stateBackend: "state.backend.type",
      highAvailabilityStorage: "high-availability.storageDir",
      jobResultStorePath: "job-result-store.storage-path",
    });
  });

  test.each(["1.20", "2.0", "2.1", "2.2"])("has the new names for Flink %s", (flink) => {
    expect(stateKeys(resolveVersions({ flink }))).toMatchObject({
      checkpointStorage: "execution.checkpointing.storage",
      checkpointDirectory: "execution.checkpointing.dir",
      savepointDirectory: "execution.checkpointing.savepoint-dir",
      numRetained: "execution.checkpointing.num-retained",
      incremental: "execution.checkpointing.incremental",
    });
  });
});

describe("baseConfiguration", () => {
  test("has what a Beam job cannot do without", () => {
    expect(baseConfiguration(resolveVersions({}))).toMatchObject({
      "execution.attached": "true",
      "high-availability.type": "kubernetes",
      "job-result-store.delete-on-commit": "false",
      "execution.checkpointing.storage": "filesystem",
      "state.backend.type": "rocksdb",
      "restart-strategy.type": "exponential-delay",
    });
  });

  test("names the checkpoint storage as the Flink in use does", () => {
    expect(Object.keys(baseConfiguration(resolveVersions({ flink: "1.19" })))).toContain("state.checkpoint-storage");
  });
});
