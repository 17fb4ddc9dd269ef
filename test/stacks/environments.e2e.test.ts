/**
 * Each environment in stacks/, previewed by the real engine with the policy pack on the stand-ins of the clouds, against a file
 * that holds all it plans: a change of a component or a config shows here, in each environment that it reaches.
 */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import * as path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { environments, PROJECT } from "../../local/environment/environments.ts";
import { type EnvironmentStacks, openEnvironmentStacks, STAND_IN_KEYS } from "../../local/environment/offlineEnvironments.ts";
import type { OfflinePreview } from "../../local/offline/offlinePreview.ts";
import type { GraphResource } from "../../local/offline/resourceGraph.ts";
import { cacheFolder } from "../../local/support/cache.ts";
import { silent } from "../../local/support/step.ts";
import { graphDifference } from "../support/graphDifference.ts";

/** Set to "true", the files are written instead of compared. */
const WRITES = process.env["BEAM_FLINK_WRITE_GOLDEN"] === "true";
const REWRITE = "BEAM_FLINK_WRITE_GOLDEN=true node_modules/.bin/vitest run test/stacks/environments.e2e.test.ts";

const goldenFile = (environment: string) => path.join(import.meta.dirname, "golden", `${environment}.json`);

async function golden(environment: string): Promise<readonly GraphResource[]> {
  const file = goldenFile(environment);
  expect(existsSync(file), `${file} is missing; make it with\n  ${REWRITE}`).toBe(true);
  return JSON.parse(await readFile(file, "utf8")) as readonly GraphResource[];
}

async function write(environment: string, graph: readonly GraphResource[]): Promise<void> {
  await writeFile(goldenFile(environment), JSON.stringify(graph, null, 2));
  await execa("oxfmt", [goldenFile(environment)], { cwd: PROJECT, preferLocal: true });
}

let stacks: EnvironmentStacks;
beforeAll(async () => {
  stacks = await openEnvironmentStacks(silent);
});
afterAll(() => stacks.close());

describe.each(environments())("the environment %s", (environment) => {
  let preview: OfflinePreview;
  beforeAll(async () => {
    preview = await stacks.preview(environment, silent);
  });

  test("can be previewed on a machine without accounts, cluster and plugins", () => {
    expect(preview.failure ?? "").toBe("");
    expect(preview.warnings).toEqual([]);
  });

  test("plans what its file says", async () => {
    if (WRITES) await write(environment, preview.graph);
    const difference = graphDifference(await golden(environment), preview.graph);
    expect(difference === undefined, `${environment} plans something else:\n${difference}\n\nWhere that is meant:\n  ${REWRITE}`).toBe(
      true,
    );
  });

  test("violates no mandatory rule, and in production no advisory one either", () => {
    const careful = environment.endsWith("-prod");
    expect(preview.findings.filter(({ level }) => careful || level === "mandatory")).toEqual([]);
  });

  test("names no place on this machine, which would differ on another", () => {
    const text = JSON.stringify(preview.graph);
    for (const place of [PROJECT, homedir(), cacheFolder("crds")]) expect(text).not.toContain(place);
  });

  test("has no secret in plain text in what it plans", () => {
    const text = JSON.stringify(preview.graph);
    for (const key of Object.values(STAND_IN_KEYS)) expect(text).not.toContain(key);
    // Of a kubeconfig that another stack made.
    expect(text).not.toContain("certificate-authority-data");
  });
});
