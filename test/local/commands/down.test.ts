import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { writeGiven } from "../../../local/kubernetes/givenRecord.ts";
import { type StateFolder, stateFolder } from "../../../local/support/stateFolder.ts";
import { command } from "../../support/command.ts";

let root: string;
let state: StateFolder;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "beam-flink-down-"));
  vi.stubEnv("BEAM_FLINK_STATE", path.join(root, "state"));
  vi.stubEnv("BEAM_FLINK_CACHE", path.join(root, "cache"));
  state = stateFolder("local");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

describe("down of an environment on a given cluster", () => {
  beforeEach(() => writeGiven(state, { kubeconfig: "/home/ada/cluster", cluster: "one", images: {} }));

  test("stops nothing and says so", async () => {
    const result = await command(["down"]);
    expect(result.code).toBe(0);
    expect(result.output).toContain(
      "the cluster is yours and keeps running, with the platform on it; npm run down -- --purge removes the platform from it",
    );
  });

  test("keeps the state at a purge that is not told which cluster it is", async () => {
    const result = await command(["down", "--purge"], { env: { BEAM_FLINK_KUBECONFIG: "" } });
    expect(result.code).toBe(1);
    expect(result.output).toContain(`set it to that file, or, where that cluster is gone, remove ${state.dir} yourself.`);
    expect(existsSync(state.file("cluster", "given.json"))).toBe(true);
  });
});

test("a purge removes the environment's state and what was built, and no one else's", async () => {
  const other = stateFolder("other");
  await writeGiven(other, { kubeconfig: "/home/ada/cluster", cluster: "one", images: {} });
  await mkdir(state.dir, { recursive: true });
  await mkdir(path.join(root, "cache", "go"), { recursive: true });
  await writeFile(path.join(root, "cache", "notes.txt"), "");
  const result = await command(["down", "--purge"]);
  expect(result.code, result.output).toBe(0);
  expect(existsSync(state.dir)).toBe(false);
  expect(existsSync(other.dir)).toBe(true);
  expect(readdirSync(path.join(root, "cache"))).toEqual(["notes.txt"]);
});
