/**
 * Jobs that are drained when they are deleted, on the real engine and a real API server, with an operator of this test in place of Flink's:
 * when the engine calls the hook, what the person reads, and who has the last word on the spec.
 */
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { OutputMap, UpOptions } from "@pulumi/pulumi/automation/index.js";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { BeamJob, type BeamJobArgs, JobDrain } from "../../components/index.ts";
import { isObject, readPath } from "../../model/index.ts";
import { ApiServer, flinkDeploymentCrd, namespaceObject, until } from "../model/admission/apiServer.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { openTestStack, type TestStack } from "../support/testStack.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 1_800_000 });

const PATH = "/apis/flink.apache.org/v1beta1/namespaces/jobs/flinkdeployments";
const MERGE = "application/merge-patch+json";
const DRAIN = "kubernetes.operator.job.drain-on-savepoint-deletion";
const ON_DELETION = "kubernetes.operator.job.savepoint-on-deletion";
const SAVEPOINT = "s3://flink/orders/savepoints/savepoint-1";

/** What the operator of the test makes of jobs. */
interface Behaviour {
  /** Of one that is to be suspended. */
  suspension: "savepoint" | "error" | "nothing";
  /** Whether jobs run. */
  jobs: "run" | "fail";
}

let plane: ControlPlane;
let api: ApiServer;
let kubeconfig: string;
let target: TestStack;
let stopOperator: () => Promise<void>;
const behaviour: Behaviour = { suspension: "savepoint", jobs: "run" };
/** Each generation of a job as the operator saw it: `image, state, drain flag`. */
const seen = new Map<string, string>();
/** Most jobs that the operator has seen at once. */
let atOnce = 0;

beforeAll(async () => {
  plane = await startControlPlane();
  api = await ApiServer.of(plane);
  kubeconfig = await readFile(plane.kubeconfig, "utf8");
  for (const object of [await flinkDeploymentCrd(), namespaceObject("jobs")])
    await plane.run(["apply", "--server-side", "-f", "-"], JSON.stringify(object));
  await until("the definition is served", async () =>
    api.request("GET", PATH).then(
      ({ code }) => code === 200,
      () => false, // the server answers with plain text until then
    ),
  );
  stopOperator = startOperator();
});

afterAll(async () => {
  await stopOperator?.();
  api?.close();
  await plane?.stop();
});

beforeEach(async () => {
  Object.assign(behaviour, { suspension: "savepoint", jobs: "run" });
  seen.clear();
  atOnce = 0;
  target = await openTestStack(plane);
});

afterEach(async () => {
  target.use(() => {});
  vi.stubEnv("BEAM_FLINK_ON_DELETE", "cancel");
  await target.stack.destroy({ runProgram: true }).catch(() => {}); // a hook whose program is gone keeps what the next line deletes
  vi.unstubAllEnvs();
  await api.request("DELETE", PATH);
  await target.close();
});

/** Until it is stopped: states of jobs, and suspensions. */
function startOperator(): () => Promise<void> {
  const stop = new AbortController();
  const loop = (async () => {
    for (; !stop.signal.aborted; await sleep(200)) {
      const { body } = await api.request("GET", PATH);
      const items = readPath(body, ["items"]);
      if (Array.isArray(items)) atOnce = Math.max(atOnce, items.length);
      for (const item of Array.isArray(items) ? items : []) await reconcile(item);
    }
  })();
  return async () => {
    stop.abort();
    await loop;
  };
}

async function reconcile(object: unknown): Promise<void> {
  const at = (...path: string[]) => readPath(object, path);
  const [name, generation, state] = [String(at("metadata", "name")), at("metadata", "generation"), at("spec", "job", "state")];
  seen.set(
    `${name} ${String(generation)}`,
    `${String(at("spec", "image"))}, ${String(state)}, ${String(at("spec", "flinkConfiguration", DRAIN))}`,
  );
  const status = statusFor(state === "suspended", String(at("status", "lifecycleState")));
  if (status === undefined) return;
  const job = { state, upgradeMode: at("spec", "job", "upgradeMode") };
  const lastReconciledSpec = JSON.stringify({ spec: { job }, resource_metadata: { metadata: { generation } } });
  const body = { status: { ...status, reconciliationStatus: { lastReconciledSpec, state: "DEPLOYED" } } };
  await api.request("PATCH", `${PATH}/${name}/status`, body, MERGE);
}

function statusFor(suspended: boolean, lifecycleState: string): object | undefined {
  if (!suspended)
    return behaviour.jobs === "run"
      ? { lifecycleState: "STABLE", error: null, jobStatus: { state: "RUNNING", jobId: "a1" } }
      : { lifecycleState: "FAILED", error: "ClassNotFoundException", jobStatus: { state: "FAILED", jobId: "a1" } };
  if (behaviour.suspension === "nothing" || lifecycleState === "SUSPENDED") return undefined;
  return behaviour.suspension === "error"
    ? { error: "Savepoint Error" }
    : { lifecycleState: "SUSPENDED", error: null, jobStatus: { state: "FINISHED", jobId: "a1", upgradeSavepointPath: SAVEPOINT } };
}

type Live = { metadata: { generation: number; deletionTimestamp?: string }; spec: Record<string, unknown> } | undefined;

async function live(name = "orders"): Promise<Live> {
  const { code, body } = await api.request("GET", `${PATH}/${name}`);
  return code === 404 || !isObject(body) ? undefined : (body as Live);
}

interface Program {
  readonly args?: Partial<BeamJobArgs>;
  readonly opts?: pulumi.ComponentResourceOptions;
  /** Whether the program has a JobDrain of its own. */
  readonly shared?: boolean;
  /** Whether it has the job. */
  readonly job?: boolean;
}

function use({ args = {}, opts = {}, shared = true, job = true }: Program = {}): void {
  target.use((provider) => {
    const drain = shared ? new JobDrain("jobs", { kubeconfig }) : undefined;
    if (!job) return;
    const onDelete = args.onDelete ?? "drain";
    const own = { namespace: "jobs", image: "orders:1", entryClass: "com.example.Orders", storage: { uri: "s3://flink" }, kubeconfig };
    const versions = { operator: "1.10", flink: "1.19", beam: "2.70.0" };
    const drained = onDelete === "drain" && drain !== undefined ? { drain } : {};
    void new BeamJob("orders", { ...own, versions, onDelete, ...drained, ...args }, { ...opts, providers: [provider] });
  });
}

const up = async (program?: Program, options: UpOptions = {}) => {
  use(program);
  const said: string[] = [];
  const { outputs } = await target.stack.up({ color: "never", onOutput: (text) => said.push(text), ...options });
  return { outputs: outputs as OutputMap, said: said.join("") };
};

/** What the person reads of a run that fails. */
const failure = (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => "it did not fail",
    (error: Error) => error.message,
  );

const destroy = async () => {
  const said: string[] = [];
  await target.stack.destroy({ color: "never", runProgram: true, onOutput: (text) => said.push(text) });
  return said.join("");
};

describe("a job that is drained on deletion", () => {
  test("is not deleted by a destroy without its program, which says what to do", async () => {
    await up();
    const before = await live();
    const told = await failure(target.stack.destroy({ color: "never" }));
    expect(told).toContain("Resource has delete hooks registered, but the program is not running. Hooks: drain-on-delete/jobs");
    expect(told).toContain("You must run with the `--run-program` flag to use delete hooks during destroy.");
    expect(await live()).toEqual(before);
  });

  test("is drained and then deleted by a destroy with its program, which names the savepoint; previews do nothing", async () => {
    await up();
    const before = await live();
    await target.stack.previewDestroy({ runProgram: true });
    use({ job: false });
    await target.stack.preview();
    expect(await live()).toEqual(before);
    use();
    const told = await destroy();
    expect(told).toContain(`orders is drained. Its savepoint, for initialSavepoint of a new job: ${SAVEPOINT}`);
    expect(await live()).toBeUndefined();
    expect([...seen.values()]).toContain("orders:1, suspended, true");
  });

  test("is drained when the program no longer has it, as long as the program has its JobDrain", async () => {
    await up();
    const { said } = await up({ job: false });
    expect(said).toContain("orders is drained.");
    expect(await live()).toBeUndefined();
  });

  test("is drained and deleted before a job of another name is made in its place", async () => {
    await up();
    const { said } = await up({ args: { jobName: "orders-2" } });
    expect(said).toContain("orders is drained.");
    expect([await live(), (await live("orders-2"))?.spec]).toEqual([undefined, expect.objectContaining({ image: "orders:1" })]);
    expect(atOnce).toBe(1);
  });

  test("is kept when the program no longer has its JobDrain either", async () => {
    await up({ shared: false });
    const before = await live();
    expect(await failure(up({ shared: false, job: false }))).toContain('hook "drain-on-delete/job/orders" was not registered');
    expect(await live()).toEqual(before);
  });

  test("runs on when its drain fails; the program's next change of it goes through, and drains nothing", async () => {
    await up();
    behaviour.suspension = "error";
    const told = await failure(destroy());
    expect(told).toContain("orders is not drained, and not deleted: Savepoint Error. It runs on; its last checkpoint: ");
    expect(told).toContain("BEAM_FLINK_ON_DELETE=cancel");
    expect((await live())?.spec).toMatchObject({ job: { state: "running", upgradeMode: "savepoint" } });
    await up({ args: { image: "orders:2", upgradeMode: "last-state" } });
    expect((await live())?.spec).toMatchObject({ image: "orders:2", job: { state: "running", upgradeMode: "last-state" } });
    expect([...seen.values()].filter((spec) => spec.startsWith("orders:2"))).toEqual(["orders:2, running, false"]);
  });

  describe("whose drain was interrupted", () => {
    beforeEach(async () => {
      await up();
      behaviour.suspension = "nothing";
      // What a process leaves that is killed in the middle of the hook.
      const spec = { job: { state: "suspended", upgradeMode: "savepoint" }, flinkConfiguration: { [DRAIN]: "true" } };
      const { refusal } = await api.request("PATCH", `${PATH}/orders?fieldManager=beam-flink-drain`, { spec }, MERGE);
      if (refusal !== undefined) throw new Error(refusal);
    });

    test("is put back by the next change, which is never seen together with the flag", async () => {
      await up({ args: { image: "orders:2" } });
      expect((await live())?.spec).toMatchObject({ flinkConfiguration: { [DRAIN]: "false" }, job: { state: "running" } });
      expect([...seen.values()].filter((spec) => spec.startsWith("orders:2"))).toEqual(["orders:2, running, false"]);
    });

    test("is put back by an up with --refresh that changes nothing else", async () => {
      await up({}, { refresh: true });
      expect((await live())?.spec).toMatchObject({ flinkConfiguration: { [DRAIN]: "false" }, job: { state: "running" } });
    });

    test("is put back by turning onDelete to cancel, after which a destroy needs no program", async () => {
      await up({ args: { onDelete: "cancel" } });
      expect((await live())?.spec).toMatchObject({
        flinkConfiguration: { [DRAIN]: "false", [ON_DELETION]: "false" },
        job: { state: "running" },
      });
      await target.stack.destroy({ color: "never" });
      expect(await live()).toBeUndefined();
    });
  });

  test.each([
    ["protected, which the engine then refuses to delete", { protect: true }],
    ["kept when it leaves the program", { retainOnDelete: true }],
  ])("is not drained where it is %s", async (_, opts) => {
    await up({ opts });
    const before = await live();
    await failure(up({ job: false }));
    expect(await live()).toEqual(before);
    await up({ opts: { protect: false, retainOnDelete: false } }).catch(() => {});
  });

  test("that has failed is not deleted, but is with BEAM_FLINK_ON_DELETE=cancel", async () => {
    await up();
    behaviour.jobs = "fail";
    await until("the job has failed", async () => readPath(await live(), ["status", "lifecycleState"]) === "FAILED");
    expect(await failure(destroy())).toContain("only a job that runs can be drained (FAILED, job FAILED, ClassNotFoundException)");
    vi.stubEnv("BEAM_FLINK_ON_DELETE", "cancel");
    expect(await destroy()).toContain("orders is deleted without a savepoint. Its last checkpoint, for initialSavepoint of a new job: ");
    expect(await live()).toBeUndefined();
  });
});
