/** Stand-ins for programs on PATH: shell scripts that record how they were called. */
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";

export interface FakePrograms {
  /** Makes `name` a program that records its call and then runs `script`. */
  add(name: string, script?: string): Promise<void>;
  /** All calls so far: name and arguments. */
  calls(): Promise<string[]>;
}

/** Puts a folder of stand-ins at PATH's place; only the system's own folders stay behind it unless `alone`. */
export async function fakePrograms(root: string, { alone = false } = {}): Promise<FakePrograms> {
  const bin = path.join(root, "bin");
  const log = path.join(root, "calls");
  await mkdir(bin, { recursive: true });
  await writeFile(log, "");
  process.env["PATH"] = alone ? bin : `${bin}:/usr/bin:/bin`;
  return {
    async add(name, script = "") {
      const file = path.join(bin, name);
      await writeFile(file, `#!/bin/sh\necho "${name} $*" >>"${log}"\n${script}\n`);
      await chmod(file, 0o755);
    },
    calls: async () => (await readFile(log, "utf8")).split("\n").filter(Boolean),
  };
}
