import { expect, test } from "vitest";
import { waitUntil } from "../../../local/provider/waiting.ts";

const never = new AbortController().signal;

test("a wait ends with what the check found, and says each reason once", async () => {
  const answers = ["a", "a", "b"];
  const said: string[] = [];
  const check = async () => {
    const waitingFor = answers.shift();
    return waitingFor === undefined ? { done: 42 } : { waitingFor };
  };
  expect(await waitUntil(check, { timeoutMs: 60_000, signal: never, onWait: (text) => said.push(text) })).toBe(42);
  expect(said).toEqual(["a", "b"]);
});

test("a wait that takes too long tells for what it waited", async () => {
  const wait = waitUntil(async () => ({ waitingFor: "the moon" }), { timeoutMs: 200, signal: never, onWait: () => {} });
  await expect(wait).rejects.toThrow("timed out after 0 s, still waiting for the moon");
});

test("a wait ends when it is interrupted", async () => {
  const controller = new AbortController();
  const wait = waitUntil(async () => ({ waitingFor: "the moon" }), {
    timeoutMs: 60_000,
    signal: controller.signal,
    onWait: () => controller.abort(),
  });
  await expect(wait).rejects.toThrow("interrupted while waiting for the moon");
});

test("an error of the check ends the wait", async () => {
  const wait = waitUntil(() => Promise.reject(new Error("broken")), { timeoutMs: 60_000, signal: never, onWait: () => {} });
  await expect(wait).rejects.toThrow("broken");
});
