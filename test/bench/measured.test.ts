import { beforeAll, describe, expect, test } from "vitest";
import { measured, median } from "../../bench/measured.ts";
import { measureProgram } from "../../bench/programs.ts";
import { silent } from "../../local/support/step.ts";

/** For the first build of the program that measures. */
const BUILD_MS = 240_000;

let measure = "";

beforeAll(async () => {
  measure = await measureProgram(silent);
}, BUILD_MS);

const node = (script: string) => measured(measure, [process.execPath, "-e", script]);

describe("a measured program", () => {
  test("is told by its exit code, its output, its memory and its time", async () => {
    const bytes = 300e6;
    const usage = await node(`Buffer.alloc(${bytes}, 1); console.log("done"); process.exitCode = 3`);
    expect(usage).toMatchObject({ exit: 3, stdout: "done\n" });
    expect(usage.peakBytes).toBeGreaterThan(bytes);
    expect(usage.cpuSeconds).toBeGreaterThan(0);
    expect(usage.wallSeconds).toBeGreaterThan(0);
  });

  test("uses time of the processor only while it works", async () => {
    const [idle, busy] = await Promise.all([
      node("setTimeout(() => {}, 1500)"),
      node("const end = process.cpuUsage().user + 1_500_000; while (process.cpuUsage().user < end);"),
    ]);
    expect(idle.wallSeconds).toBeGreaterThan(1.4);
    expect(busy.cpuSeconds).toBeGreaterThan(1.4);
    expect(idle.cpuSeconds).toBeLessThan(busy.cpuSeconds);
  });

  test("may be ended by a signal", async () => {
    expect(await node("process.kill(process.pid, 'SIGKILL')")).toMatchObject({ exit: -9 });
  });

  test("has to be there", async () => {
    await expect(measured(measure, ["/nowhere/no-program"])).rejects.toThrow("/nowhere/no-program was not measured, exit code 127");
  });
});

describe("the median", () => {
  test.each([
    [[3], 3],
    [[1, 9, 2], 2],
    [[4, 1, 2, 3], 2.5],
  ])("of %j is %d", (numbers, middle) => {
    expect(median(numbers)).toBe(middle);
  });

  test("of nothing is an error", () => {
    expect(() => median([])).toThrow("no numbers");
  });
});
