import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { clearLock, settled, settlePending } from "../../../local/pulumi/recovery.ts";
import { silent } from "../../../local/support/step.ts";
import type { JsonObject } from "../../../local/provider/values.ts";

const resource = (urn: string, name: string, more: JsonObject = {}): JsonObject => ({
  urn,
  type: "kubernetes:core/v1:ConfigMap",
  custom: true,
  inputs: { metadata: { name, namespace: "n" } },
  ...more,
});
const state = (resources: JsonObject[], pending: JsonObject[]): JsonObject => ({
  version: 3,
  deployment: { manifest: {}, resources, pending_operations: pending },
});
const settledParts = (resources: JsonObject[], pending: JsonObject[]) => settled(state(resources, pending))["deployment"];
const made = (name: string) => ({
  id: `n/${name}`,
  initErrors: ["the run that made it was interrupted"],
  outputs: { metadata: { name, namespace: "n" } },
});

describe("operations that were begun", () => {
  test("a creation becomes a resource that is not ready, known by the id it has", () => {
    const result = settledParts([], [{ type: "creating", resource: resource("a", "x") }]);
    expect(result).toMatchObject({ resources: [{ urn: "a", ...made("x") }], pending_operations: [] });
  });

  test("an update and a deletion leave the resource as it was", () => {
    const old = resource("a", "x", { id: "n/x" });
    for (const type of ["updating", "deleting", "reading"]) {
      expect(settledParts([old], [{ type, resource: old }])).toMatchObject({ resources: [old], pending_operations: [] });
    }
  });

  test("the creation of a replacement comes beside the old resource, which is still to be deleted", () => {
    const old = resource("a", "x", { id: "n/x" });
    const result = settledParts([old], [{ type: "creating", resource: resource("a", "y") }]);
    expect(result).toMatchObject({
      resources: [
        { urn: "a", ...made("y") },
        { ...old, delete: true },
      ],
      pending_operations: [],
    });
  });

  test("the creation of a replacement takes the place of an old resource that is deleted already", () => {
    const old = resource("a", "x", { id: "n/x", pendingReplacement: true });
    expect(settledParts([old], [{ type: "creating", resource: resource("a", "x") }])).toMatchObject({
      resources: [{ urn: "a", ...made("x") }],
    });
  });

  test("creations that only their provider can identify stay for the engine to report", () => {
    const pending = [{ type: "creating", resource: { urn: "b", type: "aws:s3/bucket:Bucket", inputs: {} } }];
    expect(settledParts([], pending)).toMatchObject({ resources: [], pending_operations: pending });
  });

  test("a state without any is not written back", async () => {
    const calls: string[] = [];
    const pulumi = async (args: readonly string[]) => {
      calls.push(args.join(" "));
      return JSON.stringify(state([resource("a", "x")], []));
    };
    expect(await settlePending("dev", pulumi, silent)).toBe(0);
    expect(calls).toEqual(["stack export --stack dev"]);
  });
});

describe("a lock", () => {
  let folder: string;
  let calls: string[];
  const pulumi = async (args: readonly string[]) => {
    calls.push(args.join(" "));
    return "";
  };
  const lock = (pid: number, host = hostname()) =>
    writeFile(path.join(folder, "lock.json"), JSON.stringify({ pid, hostname: host, timestamp: "2026-01-01T00:00:00Z" }));

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "locks-"));
    calls = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  test("that nobody holds needs nothing", async () => {
    await clearLock(folder, "dev", pulumi, silent);
    await clearLock(path.join(folder, "absent"), "dev", pulumi, silent);
    expect(calls).toEqual([]);
  });

  test("whose process is gone is removed", async () => {
    await lock(2 ** 30); // above the largest process id of Linux, 2^22
    await clearLock(folder, "dev", pulumi, silent);
    expect(calls).toEqual(["cancel --yes --stack dev"]);
  });

  /** What is told of the lock; the wait is interrupted at the first word. */
  async function toldOfWait(): Promise<string[]> {
    const controller = new AbortController();
    const said: string[] = [];
    const report = (text: string) => {
      said.push(text);
      controller.abort();
    };
    await expect(clearLock(folder, "dev", pulumi, { report, signal: controller.signal })).rejects.toThrow("abort");
    expect(calls).toEqual([]);
    return said;
  }

  test("of a running engine is waited for, and left", async () => {
    // A stand-in for the engine: another program by its name.
    const engine = spawn("sleep", ["60"], { argv0: "/usr/bin/pulumi" });
    await once(engine, "spawn");
    try {
      await lock(engine.pid ?? 0);
      expect(await toldOfWait()).toEqual([`waiting for process ${engine.pid}, which is changing the stack`]);
    } finally {
      engine.kill();
    }
  });

  test("of another machine's process is waited for, and left", async () => {
    await lock(2 ** 30, "elsewhere");
    expect(await toldOfWait()).toEqual([`waiting for process ${2 ** 30}, which is changing the stack`]);
  });

  test("whose process number another program has by now is removed", async () => {
    await lock(process.pid);
    await clearLock(folder, "dev", pulumi, silent);
    expect(calls).toEqual(["cancel --yes --stack dev"]);
  });
});
