/** Builds a program from its Go module, once per content of the module's files. */
import { readdir } from "node:fs/promises";
import * as path from "node:path";
import { cached } from "../support/cache.ts";
import { run } from "../support/run.ts";
import type { Step } from "../support/step.ts";
import { GO_MODULES, goCommand } from "./goToolchain.ts";

export interface GoProgram {
  /** Name of the binary, and of the folder that holds its module. */
  readonly name: string;
  /** Folder of that folder; `local/go` by default. */
  readonly modules?: string;
  /** The main package; the module's own folder by default. */
  readonly package?: string;
  /** Further linker flags: version stamps. */
  readonly ldflags?: readonly string[];
  /** Build tags: parts that are left out. */
  readonly tags?: readonly string[];
}

/** Path of the built binary. Go verifies every module against `go.sum`. */
export async function goBinary(program: GoProgram, step: Step): Promise<string> {
  const module = path.join(program.modules ?? GO_MODULES, program.name);
  const ldflags = ["-s", "-w", ...(program.ldflags ?? [])].join(" ");
  const tags = program.tags === undefined ? [] : ["-tags", program.tags.join(",")];
  const go = await goCommand(step);
  // In the module's folder: the toolchain that Go takes for it, which need not be the one on PATH.
  const version = await run(go, ["env", "GOVERSION"], step, { cwd: module });
  const sources = (await readdir(module)).filter((file) => /\.(go|mod|sum)$/.test(file)).toSorted();
  const key = { files: sources.map((file) => path.join(module, file)), values: [program.package ?? ".", ldflags, version, ...tags] };
  const entry = await cached("go", key, step, async (dir) => {
    step.report(`building ${program.name} from its Go module`);
    await run(go, ["build", ...tags, "-ldflags", ldflags, "-o", path.join(dir, program.name), program.package ?? "."], step, {
      cwd: module,
      env: { CGO_ENABLED: "0", GOFLAGS: "-buildvcs=false -mod=readonly -trimpath", GOWORK: "off" },
      progress: true,
    });
  });
  return path.join(entry, program.name);
}
