import * as path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { stateFolder } from "../../../local/support/stateFolder.ts";

afterEach(() => vi.unstubAllEnvs());

test("the state lies where the environment says, one folder per environment", () => {
  vi.stubEnv("BEAM_FLINK_STATE", "/somewhere");
  expect(stateFolder("local").dir).toBe("/somewhere/local");
  expect(stateFolder("local").file("a", "b")).toBe("/somewhere/local/a/b");
  expect(stateFolder("local").id).not.toBe(stateFolder("production").id);
});

test("a relative path is meant from where the person called npm", () => {
  vi.stubEnv("BEAM_FLINK_STATE", "my/state");
  vi.stubEnv("INIT_CWD", "/home/me/src");
  expect(stateFolder("local").dir).toBe("/home/me/src/my/state/local");
  vi.stubEnv("INIT_CWD", undefined);
  expect(stateFolder("local").dir).toBe(path.resolve("my/state/local"));
});

test("else it lies where the desktop's settings say, else in the person's own folder", () => {
  vi.stubEnv("BEAM_FLINK_STATE", undefined);
  vi.stubEnv("XDG_STATE_HOME", "/xdg");
  expect(stateFolder("local").dir).toBe("/xdg/beam-flink/local");
  vi.stubEnv("XDG_STATE_HOME", undefined);
  expect(stateFolder("local").dir).toMatch(/\/\.local\/state\/beam-flink\/local$/);
});
