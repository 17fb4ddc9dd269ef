import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { command } from "../../support/command.ts";

const state = mkdtempSync(path.join(tmpdir(), "beam-flink-usage-"));
afterAll(() => rmSync(state, { recursive: true }));
const call = (...args: string[]) => command(args, { env: { BEAM_FLINK_STATE: state } });

describe("a command that is called wrongly", () => {
  test.each([
    [["up", "nowhere"], 'beam-flink: there is no environment "nowhere": choose one of '],
    [["up", "nowhere"], ", local, team-cluster, team-jobs, team-platform, or add stacks/Pulumi.nowhere.yaml."],
    [
      ["up", "aws-prod"],
      'beam-flink: the environment "aws-prod" does not run on this machine: see it with npm run preview -- aws-prod --offline',
    ],
    [["preview", "gcp-dev"], "and bring it up with the Pulumi CLI: pulumi up --stack gcp-dev --policy-pack policies"],
    [["up", "aws-prod", "--offline"], "beam-flink: up has no option --offline"],
    [["preview", "--offline", "--refresh"], "beam-flink: preview --offline has nothing to refresh: leave out one of the two"],
    [["launch"], 'beam-flink: there is no command "launch"'],
    [["up", "local", "too", "many"], "usage: npm run <command>"],
    [["up", "--purge"], "beam-flink: up has no option --purge"],
    [["up", "--fast"], "Unknown option '--fast'"],
    [
      ["test", "everything"],
      'beam-flink: there is no group of tests "everything": choose one of check, unit, java, e2e, running, faults, or none for all but faults.',
    ],
    [[], "usage: npm run <command>"],
  ])("%j ends with exit code 2, one message and nothing done", async (args, message) => {
    const result = await call(...args);
    expect(result.code).toBe(2);
    expect(result.output).toContain(message);
    expect(result.output).not.toContain("    at ");
    expect(readdirSync(state)).toEqual([]);
  });

  test("tells how it is called when it is asked", async () => {
    const result = await call("--help");
    expect(result.code).toBe(0);
    expect(result.stdout).toContain("usage: npm run <command>");
  });

  test.each(["status", "env"])("%s of an environment that does not run ends with exit code 1 and says how to start it", async (name) => {
    const result = await call(name);
    expect(result.code).toBe(1);
    expect(result.output.trim()).toBe('beam-flink: the environment "local" is not running: start it with npm start.');
  });

  test("down of an environment that does not run is done at once", async () => {
    expect((await call("down")).code).toBe(0);
  });
});
