import { mkdir, mkdtemp, readdir, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { officialPlugin, usePlugins } from "../../../local/pulumi/kubernetesPlugin.ts";
import { KUBERNETES_VERSION } from "../../../local/provider/server.ts";
import { silent } from "../../../local/support/step.ts";

let dir: string;
let cli: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "beam-flink-plugin-"));
  cli = path.join(dir, "pulumi");
  vi.stubEnv("BEAM_FLINK_CACHE", path.join(dir, "cache"));
  vi.stubEnv("PULUMI_HOME", path.join(dir, "own"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true });
});

/** A stand-in for the CLI. */
const standInCli = (script: string) => writeFile(cli, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
const plugins = (home: string) => path.join(dir, home, "plugins");

test("an installed plugin is used as it is", async () => {
  await standInCli("exit 1");
  await mkdir(path.join(plugins("own"), `resource-kubernetes-v${KUBERNETES_VERSION}`), { recursive: true });
  expect(await officialPlugin(cli, silent).find()).toBe(plugins("own"));
  expect(await officialPlugin(cli, silent).insist()).toBe(plugins("own"));
});

test("a missing plugin is installed in the cache", async () => {
  await standInCli('[ "$1 $2 $3 $4" = "plugin install resource kubernetes" ] && mkdir -p "$PULUMI_HOME/plugins/resource-kubernetes-v$5"');
  expect(await officialPlugin(cli, silent).find()).toBe(plugins("cache/pulumi-home"));
  expect(await readdir(plugins("cache/pulumi-home"))).toEqual([`resource-kubernetes-v${KUBERNETES_VERSION}`]);
});

test("a refusal is remembered, but not when the plugin must be had", async () => {
  await standInCli("echo no such host >&2; exit 1");
  expect(await officialPlugin(cli, silent).find()).toBeUndefined();
  await standInCli("exit 0");
  expect(await officialPlugin(cli, silent).find()).toBeUndefined();
  expect(await officialPlugin(cli, silent).insist()).toBe(plugins("cache/pulumi-home"));
});

test("the link to the plugins follows them, also from a cache that is gone", async () => {
  const home = path.join(dir, "home");
  for (const folder of [plugins("gone"), plugins("own")]) {
    await usePlugins(home, folder);
    expect(await readlink(path.join(home, "plugins"))).toBe(folder);
  }
});

test("a plugins folder of the home's own is left", async () => {
  const own = path.join(dir, "home", "plugins");
  await mkdir(own, { recursive: true });
  await usePlugins(path.join(dir, "home"), plugins("own"));
  await expect(readlink(own)).rejects.toThrow("EINVAL");
});
