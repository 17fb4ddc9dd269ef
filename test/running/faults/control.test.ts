/** The counter-test of the others: where elements are doubled, or the state is gone, what they look at does tell. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FaultyJob, faultyJob } from "../../support/running/faultyJob.ts";
import { killPods, suffer } from "../../support/running/faults.ts";
import { NAMESPACE } from "../../support/running/platform.ts";

const NAME = "faulty-control";

interface Deployment {
  readonly spec: { readonly job: { readonly args: readonly string[] } };
}

describe("the check of a fault", () => {
  let faulty: FaultyJob;
  beforeAll(async () => {
    faulty = await faultyJob(NAME);
  });
  afterAll(() => faulty?.close());

  const inJobs = (...args: string[]) => faulty.platform.kubectl.run(["-n", NAMESPACE, ...args]);

  test("finds a job that begins from nothing: its high-availability metadata is gone", async () => {
    const { job, platform } = faulty;
    const beginsAnew = suffer(job, {
      name: "metadata gone",
      happens: async () => {
        await killPods(platform.kubectl, job, "jobmanager");
        await inJobs("delete", "configmaps", "-l", `app=${NAME},configmap-type=high-availability`);
      },
      restarts: "maybe",
    });
    await expect(beginsAnew).rejects.toThrow("another JobManager took the job up, without a checkpoint");
  });

  test("finds elements that come twice: the source forgets where it was, the state does not", async () => {
    const { job, platform } = faulty;
    const figures = await suffer(job, {
      name: "source begins anew",
      happens: async () => {
        const { spec } = await platform.kubectl.json<Deployment>(["-n", NAMESPACE, "get", "flinkdeployment", NAME]);
        // Beam reads the source by another operator then, whose state is not in the savepoint.
        const args = [...spec.job.args, "--experiments=use_sdf_read"];
        await inJobs(
          "patch",
          "flinkdeployment",
          NAME,
          "--type=merge",
          "-p",
          JSON.stringify({ spec: { job: { args, allowNonRestoredState: true } } }),
        );
      },
      restarts: true,
    });
    expect(figures.doubled).toBeGreaterThan(0);
  });
});
