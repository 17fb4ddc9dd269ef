import { describe, expect, test, vi } from "vitest";
import { UserError } from "../../../local/support/errors.ts";
import { type NamedStep, runSteps } from "../../../local/support/steps.ts";

const INTERRUPTED = "interrupted: run the command again to go on from here";

describe("steps", () => {
  test("run one after another and fill in the context", async () => {
    const add = (word: string): NamedStep<{ words: string[] }> => ({ title: word, run: async ({ words }) => void words.push(word) });
    const context = { words: [] };
    await runSteps([add("one"), add("two")], context, new AbortController().signal);
    expect(context.words).toEqual(["one", "two"]);
  });

  test("end with the first error, as it is", async () => {
    const failure = new UserError("the disk is full");
    const later = vi.fn<() => Promise<void>>();
    const fail = () => Promise.reject(failure);
    const steps = [
      { title: "first", run: fail },
      { title: "second", run: later },
    ];
    await expect(runSteps(steps, {}, new AbortController().signal)).rejects.toBe(failure);
    expect(later).not.toHaveBeenCalled();
  });

  test("tell an interruption in words, whatever error it caused", async () => {
    const controller = new AbortController();
    const run = async () => {
      controller.abort();
      controller.signal.throwIfAborted();
    };
    const error: unknown = await runSteps([{ title: "only", run }], {}, controller.signal).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toHaveProperty("message", INTERRUPTED);
  });

  test("do not begin after an interruption", async () => {
    const run = vi.fn<() => Promise<void>>();
    const controller = new AbortController();
    // The first step ends well, and the interruption comes in between.
    const first = async () => controller.abort();
    const steps = [
      { title: "first", run: first },
      { title: "second", run },
    ];
    await expect(runSteps(steps, {}, controller.signal)).rejects.toThrow(INTERRUPTED);
    expect(run).not.toHaveBeenCalled();
  });
});
