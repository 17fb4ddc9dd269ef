/**
 * What `import "beam-flink"` costs above the SDKs that it needs, and what a program has loaded then: `node bench/startup/main.ts
 * [--pairs N]`. Each pair is two processes, one after the other, in turns of who is first; the ratio is taken pair by pair.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { parseArgs, promisify } from "node:util";
import { ROOT } from "../../build/folders.ts";
import { buildLibrary } from "../../build/library.ts";
import { circumstances, circumstancesLine } from "../circumstances.ts";
import { installedVersion } from "../installedVersion.ts";
import { median } from "../measured.ts";

/** What the package may cost of what the SDKs cost. */
const GOAL = 1.1;

const SDKS = ["@pulumi/pulumi", "@pulumi/kubernetes"];

const { values } = parseArgs({ options: { pairs: { type: "string", default: "21" } } });

// Inside the project, where the SDKs are found.
const folder = await mkdtemp(path.join(ROOT, "node_modules", ".bench-startup-"));
try {
  await buildLibrary(folder);
  const own = "./components/index.js";
  const sdks = await program("sdks.mjs", timed(SDKS));
  const withPackage = await program("package.mjs", timed([...SDKS, own]));
  const existing = await program("existing.mjs", loadedBy("new StreamingCluster('cluster', { existing: {} })", own));
  await Promise.all([measured(sdks), measured(withPackage)]);
  const ratios: number[] = [];
  const milliseconds: number[] = [];
  for (let pair = 0; pair < Number(values.pairs); pair++) {
    const order = pair % 2 === 0 ? [sdks, withPackage] : [withPackage, sdks];
    const times = new Map<string, number>();
    for (const file of order) times.set(file, await measured(file));
    const [alone = 0, together = 0] = [times.get(sdks), times.get(withPackage)];
    ratios.push(together / alone);
    milliseconds.push(together - alone);
  }
  const ratio = median(ratios);
  const versions = Object.fromEntries(SDKS.map((name) => [name, installedVersion(name)]));
  console.log(circumstancesLine(circumstances({ "Node.js": process.versions.node, ...versions }, new Date())));
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map((one) => one.toFixed(3));
  console.log(
    `import "beam-flink": ${ratio.toFixed(3)} of the CPU time of its SDKs (median of ${ratios.length} pairs, ${least} to ${most})`,
  );
  console.log(`  that is ${median(milliseconds).toFixed(0)} ms; the goal of at most ${GOAL} is ${ratio <= GOAL ? "reached" : "missed"}`);
  console.log(`loaded by a program with a cluster that is there: ${(await output(existing)).trim()}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function program(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

/** Prints the CPU milliseconds of these imports alone, without the start of Node.js, which would flatter the ratio. */
function timed(modules: readonly string[]): string {
  const imports = modules.map((module) => `await import(${JSON.stringify(module)});`).join("\n");
  return `const begin = process.cpuUsage();\n${imports}\nconst { user, system } = process.cpuUsage(begin);\nconsole.log((user + system) / 1000);\n`;
}

/** Prints which of the libraries that are loaded on first use have been. */
function loadedBy(statement: string, own: string): string {
  return `import { createRequire, registerHooks } from "node:module";
const loaded = new Set();
registerHooks({ load: (url, context, next) => (loaded.add(url), next(url, context)) });
const pulumi = await import("@pulumi/pulumi");
await pulumi.runtime.setMocks({ call: () => ({}), newResource: ({ name, inputs }) => ({ id: name, state: inputs }) });
const { StreamingCluster } = await import(${JSON.stringify(own)});
${statement};
const files = [...loaded, ...Object.keys(createRequire(import.meta.url).cache)];
const state = (name) => name + (files.some((file) => file.includes("/node_modules/" + name + "/")) ? ": yes" : ": no");
console.log(["@pulumi/kubernetes", "@pulumi/aws", "@pulumi/gcp", "@kubernetes/client-node", "zod"].map(state).join(", "));
`;
}

async function output(file: string): Promise<string> {
  return (await promisify(execFile)(process.execPath, [file], { cwd: folder })).stdout;
}

async function measured(file: string): Promise<number> {
  return Number(await output(file));
}
