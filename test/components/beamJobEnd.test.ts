/** How a job is ended before its FlinkDeployment is deleted, against a FlinkDeployment and an operator in memory. */
import { describe, expect, test } from "vitest";
import { endJob, type EndOptions } from "../../components/beamJob/endJob.ts";
import type { DeploymentClient, LiveDeployment } from "../../components/beamJob/liveDeployment.ts";

const DRAIN = "kubernetes.operator.job.drain-on-savepoint-deletion";
const ON_DELETION = "kubernetes.operator.job.savepoint-on-deletion";
const SAVEPOINT = "s3://flink/orders/savepoints/savepoint-2";

interface Flink {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly job?: { state?: string; upgradeMode?: string };
  readonly status?: LiveDeployment["status"];
  readonly metadata?: LiveDeployment["metadata"];
  /** What the operator makes of the spec, each time it is looked at. */
  readonly operator?: (live: Mutable) => void;
}

interface Mutable {
  metadata: NonNullable<LiveDeployment["metadata"]>;
  spec: { job: { state?: string; upgradeMode?: string }; flinkConfiguration: Record<string, unknown> };
  status: NonNullable<LiveDeployment["status"]>;
}

const STABLE = { lifecycleState: "STABLE", jobStatus: { state: "RUNNING", jobId: "a1", upgradeSavepointPath: "s3://flink/savepoint-1" } };

/** A FlinkDeployment, every patch of it, and what the person was told. */
class World implements DeploymentClient {
  live: Mutable | undefined;
  readonly patches: object[] = [];
  readonly told: string[] = [];
  readonly #operator: (live: Mutable) => void;

  constructor({ settings, job, status, metadata, operator = () => {} }: Flink = {}) {
    this.live = {
      metadata: metadata ?? {},
      spec: {
        job: { state: "running", upgradeMode: "last-state", ...job },
        flinkConfiguration: {
          "state.checkpoints.dir": "s3://flink/orders/checkpoints",
          [ON_DELETION]: "true",
          [DRAIN]: "false",
          ...settings,
        },
      },
      status: structuredClone(status ?? STABLE),
    };
    this.#operator = operator;
  }

  async read(): Promise<LiveDeployment> {
    if (this.live === undefined) throw Object.assign(new Error("not found"), { code: 404 });
    this.#operator(this.live);
    return structuredClone(this.live);
  }

  async patch(body: object): Promise<void> {
    this.patches.push(body);
    const { spec = {} } = body as { spec?: { job?: object; flinkConfiguration?: Record<string, unknown> } };
    Object.assign(this.live!.spec.job, spec.job);
    for (const [key, value] of Object.entries(spec.flinkConfiguration ?? {})) {
      if (value === null) delete this.live!.spec.flinkConfiguration[key];
      else this.live!.spec.flinkConfiguration[key] = value;
    }
  }

  async flink<T>(place: string): Promise<T> {
    if (this.live?.status.jobStatus?.state !== "RUNNING") throw new Error("no JobManager");
    if (place !== "jobs/a1/checkpoints") throw new Error(`nothing is asked for at ${place}`);
    return { latest: { completed: { external_path: "s3://flink/orders/checkpoints/a1/chk-7" } } } as T;
  }

  end(mode: EndOptions["mode"], more: Partial<EndOptions> = {}): Promise<void> {
    const report = (text: string) => void this.told.push(text);
    return endJob({ name: "orders", client: this, mode, report, readyMs: 20, graceMs: 20, intervalMs: 1, ...more });
  }
}

/** How the operator notes that it has suspended a job. */
const suspendedBy = (upgradeMode: string, upgradeSavepointPath = SAVEPOINT) => ({
  lifecycleState: "SUSPENDED",
  jobStatus: { state: "FINISHED", jobId: "a1", upgradeSavepointPath },
  reconciliationStatus: { lastReconciledSpec: JSON.stringify({ spec: { job: { state: "suspended", upgradeMode } } }) },
});

/** Stops a job that is to be suspended, with a savepoint. */
const stops = ({ spec, status }: Mutable) => {
  if (spec.job.state === "suspended") Object.assign(status, suspendedBy("savepoint"));
};

const status = (state: string, lifecycleState: string, error?: string) => ({
  lifecycleState,
  ...(error === undefined ? {} : { error }),
  jobStatus: { state, jobId: "a1", upgradeSavepointPath: "s3://flink/savepoint-1" },
});

describe("a drain", () => {
  test("suspends the job with the flag on, and leaves it with all flags off", async () => {
    const world = new World({ operator: stops });
    await world.end("drain");
    expect(world.patches[0]).toEqual({
      spec: { job: { state: "suspended", upgradeMode: "savepoint" }, flinkConfiguration: { [DRAIN]: "true" } },
    });
    expect(world.live?.spec.flinkConfiguration).toEqual({
      "state.checkpoints.dir": "s3://flink/orders/checkpoints",
      [ON_DELETION]: "false",
      [DRAIN]: "false",
    });
    expect(world.told.at(-1)).toBe(`orders is drained. Its savepoint, for initialSavepoint of a new job: ${SAVEPOINT}`);
  });

  test.each<[string, object, RegExp]>([
    ["fails", { error: "Savepoint Error" }, /^orders is not drained, and not deleted: Savepoint Error\. It runs on; /],
    [
      "ends in a suspension by the last checkpoint, beside the savepoint of an earlier upgrade",
      suspendedBy("last-state", "s3://flink/savepoint-1"),
      /suspended it without a savepoint\. The operator is to start it again \(job FINISHED\); /,
    ],
  ])("that %s puts the spec back and names the last checkpoint and the ways out", async (_, outcome, message) => {
    const world = new World({ operator: (live) => live.spec.job.state === "suspended" && Object.assign(live.status, outcome) });
    const before = structuredClone(world.live?.spec);
    const failure = await world.end("drain").catch((error: Error) => error.message);
    expect(failure).toMatch(message);
    expect(failure).toMatch(/its last checkpoint: .*chk-\S+.* Put it right and run the same command again; /);
    expect(failure).toContain("BEAM_FLINK_ON_DELETE=savepoint, or with BEAM_FLINK_ON_DELETE=cancel if it does not run");
    expect(world.live?.spec).toEqual(before);
  });

  test("bears an error that passes", async () => {
    let looks = 0;
    const world = new World({
      operator: (live) => {
        if (live.spec.job.state !== "suspended") return;
        looks += 1;
        if (looks < 3) Object.assign(live.status, { error: "the JobManager does not answer" });
        else Object.assign(live.status, suspendedBy("savepoint"), { error: null });
      },
    });
    await world.end("drain", { graceMs: 60_000 });
    expect(world.told.at(-1)).toContain("orders is drained");
  });

  test.each([
    ["after its time", {}, { annotations: { "beam-flink/drain-timeout-seconds": "0" } }],
    ["though the operator complains", { error: "time-out" }, {}],
  ])("that ends late, %s, is a drain all the same: nothing is put back", async (_, trouble, metadata) => {
    const jobStatus = { state: "FINISHED", jobId: "a1", upgradeSavepointPath: SAVEPOINT };
    const world = new World({
      metadata: { annotations: { "beam-flink/drain-timeout-seconds": "1" }, ...metadata },
      operator: (live) => live.spec.job.state === "suspended" && Object.assign(live.status, { jobStatus, ...trouble }),
    });
    await world.end("drain");
    expect(world.live?.spec.job.state).toBe("suspended");
    expect(world.told.at(-1)).toBe(`orders is drained. Its savepoint, for initialSavepoint of a new job: ${SAVEPOINT}`);
  });

  test("whose flags cannot be turned off any more tells its savepoint, and is gone on with", async () => {
    const world = new World({ operator: stops });
    const patch = world.patch.bind(world);
    world.patch = async (body) => (world.patches.length === 0 ? patch(body) : Promise.reject(new Error("the API server is away")));
    await expect(world.end("drain")).rejects.toThrow(
      `orders is drained, and not deleted: the API server is away. Its savepoint, for initialSavepoint of a new job: ${SAVEPOINT}. Run the same command again.`,
    );
    expect(world.live?.spec.job.state).toBe("suspended");
    world.patch = patch;
    await world.end("drain");
    expect(world.live?.spec.flinkConfiguration).toMatchObject({ [ON_DELETION]: "false", [DRAIN]: "false" });
  });

  test.each(["last-state", "stateless"])(
    "of a job that a person has suspended by %s is refused, and changes nothing",
    async (upgradeMode) => {
      const world = new World({ job: { state: "suspended", upgradeMode }, status: suspendedBy(upgradeMode, "s3://flink/savepoint-1") });
      await expect(world.end("drain")).rejects.toThrow(
        "not deleted: it is suspended, without a savepoint. It stays so; its last checkpoint: ",
      );
      expect(world.patches).toEqual([]);
      await world.end("cancel");
      expect(world.told.at(-1)).toContain("orders is deleted without a savepoint");
    },
  );

  test("of a job that a person is suspending leaves it to be suspended when that takes too long", async () => {
    const world = new World({
      job: { state: "suspended", upgradeMode: "last-state" },
      metadata: { annotations: { "beam-flink/drain-timeout-seconds": "0" } },
    });
    await expect(world.end("drain")).rejects.toThrow("it takes longer than drainTimeout. It is to be suspended, as before; ");
    expect(world.patches).toEqual([]);
  });

  test("takes as long as the job allows", async () => {
    const world = new World({ metadata: { annotations: { "beam-flink/drain-timeout-seconds": "0" } } });
    await expect(world.end("drain")).rejects.toThrow("it takes longer than drainTimeout. It runs on");
    expect(world.live?.spec.job).toEqual({ state: "running", upgradeMode: "last-state" });
  });

  test("that the person interrupts lets the job run on", async () => {
    const interrupted = new AbortController();
    const world = new World({ operator: ({ spec }) => spec.job.state === "suspended" && interrupted.abort() });
    await expect(world.end("drain", { signal: interrupted.signal })).rejects.toThrow(
      "it was interrupted. It runs on; its last checkpoint: ",
    );
    expect(world.live?.spec.job.state).toBe("running");
  });

  test("whose spec cannot be put back says so", async () => {
    const world = new World({ operator: ({ spec, status: now }) => spec.job.state === "suspended" && Object.assign(now, { error: "no" }) });
    const patch = world.patch.bind(world);
    world.patch = async (body) => (world.patches.length === 0 ? patch(body) : Promise.reject(new Error("the API server is away")));
    await expect(world.end("drain")).rejects.toThrow("could not be put back either (the API server is away): run pulumi up --refresh");
  });

  test.each([
    ["fails and restarts", status("RESTARTING", "STABLE"), "(STABLE, job RESTARTING)"],
    ["has failed", status("FAILED", "FAILED", "ClassNotFoundException"), "(FAILED, job FAILED, ClassNotFoundException)"],
    ["runs, with a change that the operator cannot make", status("RUNNING", "UPGRADING", "no image"), "(UPGRADING, job RUNNING, no image)"],
  ])("of a job that %s is refused, and nothing is changed", async (_, state, how) => {
    const world = new World({ status: state });
    await expect(world.end("drain")).rejects.toThrow(
      `only a job that runs can be drained ${how}. It stays as it is; its last checkpoint: `,
    );
    expect(world.patches).toEqual([]);
  });

  test("waits for a job that is about to run", async () => {
    let looks = 0;
    const world = new World({
      status: status("RECONCILING", "DEPLOYED"),
      operator: (live) => {
        if (++looks === 4) Object.assign(live.status, structuredClone(STABLE));
        stops(live);
      },
    });
    await world.end("drain", { readyMs: 5000 });
    expect(world.told.at(-1)).toContain("orders is drained");
  });

  test("that an interrupted run has begun is gone on with", async () => {
    let looks = 0;
    const world = new World({
      job: { state: "suspended", upgradeMode: "savepoint" },
      settings: { [DRAIN]: "true" },
      operator: (live) => ++looks > 3 && stops(live),
    });
    await world.end("drain");
    expect(world.patches).toHaveLength(1);
    expect(world.live?.spec.flinkConfiguration).toMatchObject({ [ON_DELETION]: "false", [DRAIN]: "false" });
  });

  test("of a job that is suspended already only turns the flags off", async () => {
    const world = new World({ job: { state: "suspended" }, operator: stops });
    await world.end("drain");
    expect(world.told).toEqual([`orders is suspended already. Its savepoint, for initialSavepoint of a new job: ${SAVEPOINT}`]);
    expect(world.live?.spec.job.state).toBe("suspended");
  });

  test.each(["FINISHED", "CANCELED"])("has nothing to do for a job that is %s, and lets it be deleted", async (state) => {
    const world = new World({ status: status(state, "STABLE") });
    await world.end("drain");
    expect(world.live?.spec.flinkConfiguration[ON_DELETION]).toBe("false");
    expect(world.told[0]).toContain("the newest chk-<number> in s3://flink/orders/checkpoints/a1");
  });

  test("of a job that is gone does nothing", async () => {
    const world = new World();
    world.live = undefined;
    await world.end("drain");
    expect([world.patches, world.told]).toEqual([[], []]);
  });

  test("of a job that is being deleted leaves that to the operator, and tells the way out", async () => {
    const world = new World({ metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" }, status: status("RESTARTING", "STABLE") });
    await world.end("drain");
    expect(world.patches).toEqual([]);
    expect(world.told[0]).toContain("BEAM_FLINK_ON_DELETE=cancel");
  });
});

describe("the ways out", () => {
  test("savepoint stops the job without firing its windows", async () => {
    const world = new World({ operator: stops });
    await world.end("savepoint");
    expect(world.patches[0]).toMatchObject({ spec: { flinkConfiguration: { [DRAIN]: "false" } } });
    expect(world.told.at(-1)).toBe(`orders is stopped. Its savepoint, for initialSavepoint of a new job: ${SAVEPOINT}`);
  });

  test.each([
    ["runs", {}, "s3://flink/orders/checkpoints/a1/chk-7"],
    ["fails", { status: status("RESTARTING", "STABLE") }, "the newest chk-<number> in s3://flink/orders/checkpoints/a1"],
    ["hangs in its deletion", { metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" } }, "s3://flink/orders/checkpoints/a1/chk-7"],
    ["never ran", { status: {} }, "none, it never ran"],
  ])("cancel lets a job that %s go, and names its last checkpoint", async (_, flink, checkpoint) => {
    const world = new World(flink);
    await world.end("cancel");
    expect(world.patches).toEqual([{ spec: { flinkConfiguration: { [ON_DELETION]: "false", [DRAIN]: "false" } } }]);
    expect(world.told).toEqual([
      `orders is deleted without a savepoint. Its last checkpoint, for initialSavepoint of a new job: ${checkpoint}`,
    ]);
  });
});
