/** The two faults that happen most, on every run of the tests; the others are in `faults/`, which has a command of its own. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { killPods, POD_FAULTS } from "../support/running/faults.ts";
import { type FaultyJob, faultyJob } from "../support/running/faultyJob.ts";

describe("a running job goes on from its last checkpoint, exactly once,", () => {
  let faulty: FaultyJob;
  beforeAll(async () => {
    faulty = await faultyJob("recovery");
  });
  afterAll(() => faulty?.close());

  test.each(POD_FAULTS)("%s", async (name, component) => {
    const { job, platform, bears } = faulty;
    const figures = await bears({ name, happens: () => killPods(platform.kubectl, job, component), restarts: true });
    expect(figures.restored).toBeGreaterThanOrEqual(figures.checkpointBefore);
  });
});
