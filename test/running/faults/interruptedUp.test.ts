/** `pulumi up` is killed in the middle, with engine, language host and providers; the next one puts all of it right. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NAMESPACE, LOCAL_JOB } from "../../support/running/platform.ts";
import { type FaultyJob, faultyJob } from "../../support/running/faultyJob.ts";
import { up } from "../../support/running/interruptedUp.ts";

const NAME = "faulty-up";
const NEW = "faulty-new";

describe("a running job loses nothing when up is killed", () => {
  let faulty: FaultyJob;
  beforeAll(async () => {
    faulty = await faultyJob(NAME);
  });
  afterAll(async () => {
    await up({ stack: "platform", jobs: {} });
    await faulty?.close();
  });

  test("between operator and job: the one that runs does so on, the new one comes with the next up", async () => {
    const { kubectl } = faulty.platform;
    // Another configuration rolls the operator's Deployment, which every job waits for.
    const request = { stack: "platform", jobs: { [NEW]: LOCAL_JOB }, reconcileInterval: "6 s" } as const;
    await faulty.bears({
      name: "up killed between operator and job",
      happens: async () => {
        const killed = await up({ ...request, killAt: "-operator-deployment updated" });
        expect(killed.signal, killed.output).toBe("SIGKILL");
        expect(await kubectl.run(["-n", NAMESPACE, "get", "flinkdeployments", "-o", "name"])).not.toContain(NEW);
        const again = await up(request);
        expect(again.code, again.output).toBe(0);
      },
      restarts: false,
    });
    expect((await faulty.platform.job(NEW).overview())?.state).toBe("RUNNING");
  });

  test("in the middle of a job's upgrade: the next up ends it, from the savepoint", async () => {
    const jobs = { [NAME]: { ...LOCAL_JOB, bundles: { time: "5 s" } } };
    const figures = await faulty.bears({
      name: "up killed in a job's upgrade",
      happens: async () => {
        const killed = await up({ stack: { jobs: NAME }, jobs, killAt: `${NAME}-deployment updated` });
        expect(killed.signal, killed.output).toBe("SIGKILL");
        const again = await up({ stack: { jobs: NAME }, jobs });
        expect(again.code, again.output).toBe(0);
      },
      restarts: true,
    });
    expect(figures.restoredSavepoint).toBe(true);
  });
});
