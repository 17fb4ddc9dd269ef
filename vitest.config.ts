import { defineConfig } from "vitest/config";

// Processes, not threads: the Pulumi SDK keeps process-wide state.
const shared = { pool: "forks" as const };

export default defineConfig({
  test: {
    // All cores: by default one is left idle, which on two cores is half of them.
    maxWorkers: "100%",
    projects: [
      {
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
        test: {
          ...shared,
          name: "e2e",
          include: ["test/**/*.e2e.test.ts"],
          // Clusters and builds share two cores: one file after another, and time for a first build.
          fileParallelism: false,
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
