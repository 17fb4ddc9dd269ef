import { mkdtemp, readdir, rm } from "node:fs/promises";
import { mkdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withLock } from "../../../local/support/lock.ts";
import { silent, type Step } from "../../../local/support/step.ts";

let dir: string;
let file: string;
let said: string[];
let controller: AbortController;
let step: Step;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "beam-flink-lock-"));
  file = path.join(dir, "deep", "thing");
  said = [];
  controller = new AbortController();
  step = { report: (text) => said.push(text), signal: controller.signal };
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(dir, { recursive: true, force: true });
});

/** A lock as another process leaves it, renewed `age` milliseconds ago. */
function foreignLock(age: number): void {
  mkdirSync(`${file}.lock`, { recursive: true });
  const renewed = new Date(Date.now() - age);
  utimesSync(`${file}.lock`, renewed, renewed);
}

test("a lock keeps others out until the work ends, and leaves nothing", async () => {
  const order: string[] = [];
  const first = withLock(file, "the thing", silent, async () => {
    order.push("a begins");
    await vi.waitFor(() => expect(said).toEqual(["another command works on the thing; waiting"]));
    order.push("a ends");
    return "a";
  });
  await vi.waitFor(() => expect(order).toEqual(["a begins"]));
  const second = withLock(file, "the thing", step, async () => {
    order.push("b works");
    return "b";
  });
  expect(await Promise.all([first, second])).toEqual(["a", "b"]);
  expect(order).toEqual(["a begins", "a ends", "b works"]);
  expect(await readdir(path.dirname(file))).toEqual([]);
});

test("a lock is released when the work fails", async () => {
  await expect(withLock(file, "the thing", silent, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await readdir(path.dirname(file))).toEqual([]);
});

test("the lock of a process that died is taken over", async () => {
  foreignLock(11_000);
  expect(await withLock(file, "the thing", step, async () => "had")).toBe("had");
  expect(said).toEqual([]);
});

test("a wait for a lock ends when it is interrupted", async () => {
  foreignLock(0);
  const waiting = withLock(file, "the thing", step, async () => "had");
  await vi.waitFor(() => expect(said).toHaveLength(1));
  controller.abort();
  await expect(waiting).rejects.toThrow("interrupted");
});

test("after a sleep of the machine the owner gets the time to renew its lock", async () => {
  foreignLock(0);
  const waiting = withLock(file, "the thing", step, async () => "had");
  await vi.waitFor(() => expect(said).toHaveLength(1));
  const before = Date.now();
  const now = Date.now.bind(Date);
  const afterAnHour = () => 3_600_000 + now();
  const clock = vi.spyOn(Date, "now").mockImplementation(afterAnHour);
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(await Promise.race([waiting, "waits"])).toBe("waits");
  // Ten times as fast: an owner that lives would have renewed it in this time.
  clock.mockImplementation(() => afterAnHour() + 9 * (now() - before));
  expect(await waiting).toBe("had");
});

test("one that has lost its lock goes on, says so, and leaves the lock to the new owner", async () => {
  const result = await withLock(file, "the thing", step, async () => {
    rmSync(`${file}.lock`, { recursive: true });
    foreignLock(60_000);
    await vi.waitFor(() => expect(said).toHaveLength(1), { timeout: 6_000 });
    return "done";
  });
  expect(result).toBe("done");
  expect(said[0]).toBe("another command has taken over the thing, as this one did not run for a while");
  expect(await readdir(path.dirname(file))).toEqual(["thing.lock"]);
});
