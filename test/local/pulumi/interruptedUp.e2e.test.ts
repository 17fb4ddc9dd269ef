/** Runs that end in the middle of an up: nothing is lost, and the next run goes on from there. */
import * as k8s from "@pulumi/kubernetes";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type ControlPlane, startControlPlane } from "../../support/controlPlane.ts";
import { pipeline, pipelineCrd } from "../../support/pipelineKind.ts";
import { openTestStack, type TestProgram, type TestStack } from "../../support/testStack.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 1_800_000 });

let plane: ControlPlane;
let target: TestStack;

beforeAll(async () => {
  plane = await startControlPlane();
});

afterAll(() => plane?.stop());

beforeEach(async () => {
  target = await openTestStack(plane);
});

afterEach(async () => {
  await target.stack.destroy();
  await target.close();
});

/** The job never becomes ready by itself: an up hangs there until it is interrupted. */
const hanging: TestProgram = (provider) => {
  const crd = pipelineCrd(provider);
  void new k8s.core.v1.ConfigMap("before", { metadata: { namespace: "default", name: "before" }, data: { a: "1" } }, { provider });
  const annotations = { "pulumi.com/waitFor": "jsonpath={.status.state}=STABLE" };
  const job = pipeline("job", { namespace: "default", name: "job", annotations }, { provider, dependsOn: crd });
  void new k8s.core.v1.ConfigMap(
    "after",
    { metadata: { namespace: "default", name: "after" }, data: { a: "1" } },
    { provider, dependsOn: job },
  );
};

/** Starts an up and, when the job is there, sends `signal` to the engine; returns what the up failed with. */
async function interruptUp(signal: "SIGINT" | "SIGKILL"): Promise<string> {
  target.use(hanging);
  const failure = target.stack.up().then(
    () => "it did not fail",
    (error: unknown) => String(error),
  );
  await vi.waitFor(() => plane.run(["get", "pipeline", "job"]), { timeout: 120_000, interval: 200 });
  // The engine notes the other resources meanwhile.
  await vi.waitFor(async () => expect(await target.stateText()).toContain("::before"), { timeout: 60_000 });
  const [engine] = await target.lockHolders();
  if (engine === undefined) throw new Error("no engine holds the stack");
  process.kill(engine, signal);
  return failure;
}

async function finish(): Promise<Readonly<Record<string, number>>> {
  await plane.run(["patch", "pipeline", "job", "--subresource=status", "--type=merge", "-p", '{"status":{"state":"STABLE"}}']);
  const { summary } = await target.stack.up();
  return { ...summary.resourceChanges };
}

test("a killed engine leaves a lock and a begun creation; the next run takes both over and finishes", async () => {
  await interruptUp("SIGKILL");
  expect(await target.lockHolders()).toHaveLength(1);
  expect(await target.stateText()).toContain('"pending_operations"');
  const uid = await plane.run(["get", "pipeline", "job", "-o", "jsonpath={.metadata.uid}"]);
  await target.reopen();
  expect(await target.lockHolders()).toEqual([]);
  expect(await finish()).toEqual({ same: 4, update: 1, create: 1 });
  expect(await plane.run(["get", "pipeline", "job", "-o", "jsonpath={.metadata.uid}"])).toBe(uid);
  expect((await target.stack.up()).summary.resourceChanges).toEqual({ same: 6 });
});

test("an interrupted engine ends at once, keeps what was made, and the next run finishes", async () => {
  const failure = await interruptUp("SIGINT");
  expect(failure).toContain("cancel");
  await target.reopen();
  expect(await finish()).toEqual({ same: 4, update: 1, create: 1 });
  expect((await target.stack.up()).summary.resourceChanges).toEqual({ same: 6 });
});
