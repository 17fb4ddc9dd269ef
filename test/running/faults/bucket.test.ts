/**
 * The bucket is away for 60 s, in the two ways that differ for Flink: a server that cannot be reached, which the S3 client tries again for
 * minutes, so that a checkpoint hangs until its timeout; and one that refuses at once, so that a checkpoint fails at each interval.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BUCKET, S3_NAMESPACE, S3_SERVICE } from "../../../local/environment/s3Server.ts";
import { type FaultyJob, faultyJob } from "../../support/running/faultyJob.ts";

const OUTAGE = 60_000;

describe("a running job survives:", () => {
  let faulty: FaultyJob;
  beforeAll(async () => {
    faulty = await faultyJob("faulty-bucket");
  });
  afterAll(() => faulty?.close());

  const storage = (...args: string[]) => faulty.platform.kubectl.run(["-n", S3_NAMESPACE, ...args]);
  const scale = async (replicas: number) => {
    await storage("scale", `deployment/${S3_SERVICE}`, `--replicas=${replicas}`);
    await storage("rollout", "status", `deployment/${S3_SERVICE}`, "--timeout=120s");
  };
  const inServer = (script: string) => storage("exec", `deployment/${S3_SERVICE}`, "--", "/bin/sh", "-c", script);

  const unreachable = async () => {
    await scale(0);
    try {
      await sleep(OUTAGE);
    } finally {
      await scale(1);
    }
  };

  test("bucket unreachable for 60 s", async () => {
    const figures = await faulty.bears({ name: "bucket unreachable for 60 s", happens: unreachable, restarts: false });
    expect(figures.faultSeconds).toBeGreaterThanOrEqual(OUTAGE / 1000);
    expect(figures.checkpointSeconds).toBeGreaterThanOrEqual(OUTAGE / 1000);
  });

  test("bucket refuses for 60 s", async () => {
    const figures = await faulty.bears({
      name: "bucket refuses for 60 s",
      happens: async () => {
        // To the server, a folder that is gone is a bucket that does not exist.
        await inServer(`mv /data/${BUCKET} /data/.away`);
        try {
          await sleep(OUTAGE);
        } finally {
          await inServer(`mv /data/.away /data/${BUCKET}`);
        }
      },
      restarts: false,
    });
    // One per interval of 10 s, give or take one: more than a fixed few would have borne.
    expect(figures.failedCheckpoints).toBeGreaterThanOrEqual(5);
  });
});
