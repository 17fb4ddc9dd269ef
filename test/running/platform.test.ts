import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JobStack } from "../../local/environment/jobStack.ts";
import { LOCAL_JOB, runningPlatform, type RunningPlatform, until } from "../support/running/platform.ts";

describe("a stack of jobs on a running platform", () => {
  let platform: RunningPlatform;
  let stack: JobStack;
  beforeAll(async () => {
    platform = await runningPlatform();
    stack = await platform.openStack("thin");
  });
  afterAll(async () => {
    await stack?.stack.destroy({ color: "never" });
    await stack?.close();
  });

  test("brings a job up", async () => {
    stack.use({ thin: LOCAL_JOB });
    await stack.stack.up({ color: "never" });
    const job = platform.job("thin");
    await until("checkpoints", 90, async () => ((await job.checkpoints())?.counts.completed ?? 0) > 0 || undefined);
    expect(await job.counters(["sequenceGaps", "sequenceChecked"])).toMatchObject({ sequenceGaps: 0 });
  });
});
