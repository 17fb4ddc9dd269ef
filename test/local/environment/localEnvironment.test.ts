import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { clusterSettings } from "../../../local/environment/localEnvironment.ts";
import { s3Keys } from "../../../local/environment/s3Server.ts";
import { stateFolder, type StateFolder } from "../../../local/support/stateFolder.ts";

let root: string;
let state: StateFolder;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "beam-flink-unit-"));
  vi.stubEnv("BEAM_FLINK_STATE", root);
  state = stateFolder("test");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

describe("a given kubeconfig", () => {
  test.each([
    ["mine/config", "/home/ada/src", "/home/ada/src/mine/config"],
    ["/etc/config", "/home/ada/src", "/etc/config"],
    ["mine/config", "", path.resolve("mine/config")],
  ])("%s, given in %s, is %s", (kubeconfig, folder, expected) => {
    vi.stubEnv("BEAM_FLINK_KUBECONFIG", kubeconfig);
    vi.stubEnv("INIT_CWD", folder);
    expect(clusterSettings(state).kubeconfig).toBe(expected);
  });

  test("that is empty is none", () => {
    vi.stubEnv("BEAM_FLINK_KUBECONFIG", "");
    expect(clusterSettings(state).kubeconfig).toBeUndefined();
  });
});

describe("the keys of the S3 server", () => {
  test("are made once, for their owner only", async () => {
    const keys = await s3Keys(state);
    expect(keys.secretKey).toHaveLength(40);
    expect(await s3Keys(state)).toEqual(keys);
    expect((await stat(state.file("s3-keys.json"))).mode & 0o777).toBe(0o600);
  });

  test.each(["", "{", "{}", '{"accessKey":"a","secretKey":""}'])("are made anew from a file that holds '%s'", async (text) => {
    await mkdir(state.dir);
    await writeFile(state.file("s3-keys.json"), text);
    const keys = await s3Keys(state);
    expect(JSON.parse(await readFile(state.file("s3-keys.json"), "utf8"))).toEqual(keys);
  });

  test("are not made anew when the bucket has data that the old ones open", async () => {
    await mkdir(state.file("bucket"), { recursive: true });
    await expect(s3Keys(state)).rejects.toThrow(/s3-keys\.json does not hold the keys of the bucket .*: put the file back/);
    expect(existsSync(state.file("s3-keys.json"))).toBe(false);
  });
});
