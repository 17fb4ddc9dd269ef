import * as path from "node:path";
import { defineConfig } from "vitest/config";

// Processes, not threads: the Pulumi SDK keeps process-wide state.
const shared = { pool: "forks" as const };

/** Examples of the docs import the package by its name: here it is the source, so that no build is needed. */
const resolve = {
  alias: [
    { find: /^beam-flink$/, replacement: path.join(import.meta.dirname, "components", "index.ts") },
    { find: /^beam-flink\/(model|policies)$/, replacement: path.join(import.meta.dirname, "$1", "index.ts") },
  ],
};

export default defineConfig({
  test: {
    // All cores: by default one is left idle, which on two cores is half of them.
    maxWorkers: "100%",
    projects: [
      {
        resolve,
        test: {
          ...shared,
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.e2e.test.ts", "test/running/**"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        resolve,
        test: {
          ...shared,
          name: "e2e",
          include: ["test/**/*.e2e.test.ts"],
          // They wait more than they compute, so files run side by side; a first build takes its time.
          testTimeout: 900_000,
          hookTimeout: 2_700_000,
        },
      },
      {
        test: {
          ...shared,
          name: "running",
          include: ["test/running/*.test.ts"],
          // One platform for all of them.
          globalSetup: "test/support/running/environment.ts",
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          ...shared,
          name: "faults",
          include: ["test/running/faults/*.test.ts"],
          globalSetup: "test/support/running/environment.ts",
          fileParallelism: false,
          testTimeout: 900_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
