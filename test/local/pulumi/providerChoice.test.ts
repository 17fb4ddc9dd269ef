import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { chooseProvider, type OfficialPlugin, providerStandIn } from "../../../local/pulumi/providerChoice.ts";
import { silent } from "../../../local/support/step.ts";

let dir: string;
let stateFile: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "beam-flink-provider-"));
  stateFile = path.join(dir, "dev.json");
});
afterEach(() => rm(dir, { recursive: true }));

const reachable: OfficialPlugin = { find: async () => "/plugins", insist: async () => "/plugins" };
const unreachable: OfficialPlugin = { find: async () => undefined, insist: () => Promise.reject(new Error("no such host")) };
const choose = (official: OfficialPlugin) => chooseProvider(dir, stateFile, official, silent);
const record = () => readFile(path.join(dir, "provider"), "utf8");
/** The state as the file backend writes it. */
const state = (latest: object) => writeFile(stateFile, JSON.stringify({ version: 3, checkpoint: { stack: "dev", latest } }));
const withResources = () => state({ resources: [{ urn: "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev" }] });

test("a new stack takes what can be had, and that is recorded", async () => {
  expect(await providerStandIn(dir)).toBeUndefined();
  expect(await choose(unreachable)).toBeUndefined();
  expect(await record()).toBe("stand-in\n");
  expect(await providerStandIn(dir)).toContain("the stand-in for the kubernetes plugin");
  expect(await choose(reachable)).toBe("/plugins");
  expect(await record()).toBe("official\n");
  expect(await providerStandIn(dir)).toBeUndefined();
});

test("a stack with resources keeps the stand-in when the official plugin becomes reachable", async () => {
  await choose(unreachable);
  await withResources();
  expect(await choose(reachable)).toBeUndefined();
  expect(await record()).toBe("stand-in\n");
});

test("so does one whose first creation was interrupted", async () => {
  await choose(unreachable);
  await state({ pending_operations: [{ type: "creating", resource: { urn: "a" } }] });
  expect(await choose(reachable)).toBeUndefined();
});

test("a stack with resources of the official plugin does not go over to the stand-in", async () => {
  await choose(reachable);
  await withResources();
  expect(await choose(reachable)).toBe("/plugins");
  await expect(choose(unreachable)).rejects.toThrow(
    /^the stack in .*dev\.json was made with the official kubernetes plugin 4.*, which cannot be installed now: make .*\nno such host$/,
  );
  expect(await record()).toBe("official\n");
});

test("a stack that was destroyed chooses anew", async () => {
  await choose(unreachable);
  await state({ manifest: {} });
  expect(await choose(reachable)).toBe("/plugins");
});

test("a stack with resources and no record takes what can be had", async () => {
  await withResources();
  expect(await choose(unreachable)).toBeUndefined();
  expect(await record()).toBe("stand-in\n");
});

test("an interruption is told as such", async () => {
  await choose(reachable);
  await withResources();
  const step = { report: () => {}, signal: AbortSignal.abort(new Error("interrupted")) };
  await expect(chooseProvider(dir, stateFile, unreachable, step)).rejects.toThrow(/^interrupted$/);
});
