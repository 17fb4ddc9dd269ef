/**
 * Two copies of an SDK in one program: one comes along with a package that asks for a version of its own, or that is linked from another
 * folder. Copies of Pulumi's own SDK share their state, but not their protocol's classes: where one has connected to the engine and hands
 * the connection on, as in an inline program of the Automation API, the other's resources fail with an error that names neither.
 */
import { createRequire } from "node:module";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";

const require = createRequire(import.meta.url);

const CORE = "@pulumi/pulumi";

/** Of these a program should have one. */
const SDKS = [CORE, "@pulumi/kubernetes", "@pulumi/aws", "@pulumi/gcp"];

/** Names of SDKs that were warned of. */
const warned = new Set<string>();

/** Called before a component registers anything: throws where its resources cannot reach the engine, and warns of other copies. */
export function checkSdkCopies(): void {
  const copies = loadedCopies(CORE);
  if (copies.length > 1 && isConnectedByAnother()) throw new pulumi.RunError(describeCopies(CORE, copies, NOT_REACHED));
  for (const name of SDKS) {
    const loaded = warned.has(name) ? [] : loadedCopies(name);
    if (loaded.length < 2) continue;
    warned.add(name);
    void pulumi.log.warn(describeCopies(name, loaded, name === CORE ? APART : TWO_PROVIDERS));
  }
}

const NOT_REACHED = "the engine is connected to one of them, and resources of the components are of another";
const APART = "their types do not fit each other, and an inline program cannot use both";
const TWO_PROVIDERS = "each has a default provider of its own in the state, and their types do not fit each other";

/** Whether the connection to the engine takes messages of another copy only. Mocks take all. */
function isConnectedByAnother(): boolean {
  const monitor = pulumi.runtime.getMonitor();
  const { ResourceMonitorClient } = require(`${CORE}/proto/resource_grpc_pb.js`) as { ResourceMonitorClient: new () => object };
  return monitor !== undefined && "makeUnaryRequest" in monitor && !(monitor instanceof ResourceMonitorClient);
}

/** Folders of the copies that have been loaded. */
function loadedCopies(name: string): string[] {
  const entry = path.join("node_modules", name, "index.js");
  return Object.keys(require.cache)
    .filter((file) => file.endsWith(`${path.sep}${entry}`))
    .map((file) => path.dirname(file));
}

function describeCopies(name: string, copies: readonly string[], consequence: string): string {
  return [
    `this program has loaded ${copies.length} copies of ${name}: ${consequence}.`,
    ...copies.map((folder) => `  ${versionIn(folder)} in ${folder}`),
    `Let npm keep one: "npm ls ${name}" tells who asks for which; ask for one version in package.json, then run "npm dedupe". ` +
      "A linked package (npm link, file:) brings its own copy: install it from its tarball (npm pack) instead.",
  ].join("\n");
}

function versionIn(folder: string): string {
  const { version } = require(path.join(folder, "package.json")) as { version: string };
  return version;
}
