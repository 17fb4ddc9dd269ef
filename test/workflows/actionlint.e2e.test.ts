/** Every workflow before actionlint, which reads the shell in it with shellcheck where that is installed. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { silent } from "../../local/support/step.ts";
import { goBinary } from "../../local/toolchain/goBinary.ts";
import { workflowFiles } from "./workflows.ts";

const MODULES = path.join(import.meta.dirname, "..", "support", "go");

let actionlint: string;
let folder: string;
beforeAll(async () => {
  actionlint = await goBinary({ name: "actionlint", modules: MODULES, package: "github.com/rhysd/actionlint/cmd/actionlint" }, silent);
  folder = await mkdtemp(path.join(tmpdir(), "actionlint-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const lint = (...files: string[]) => execa(actionlint, ["-no-color", ...files], { reject: false, all: true });

test("all workflows are right", async () => {
  const { all, exitCode } = await lint(...workflowFiles());
  expect(all).toBe("");
  expect(exitCode).toBe(0);
});

test("one that is wrong is not", async () => {
  const file = path.join(folder, "wrong.yml");
  await writeFile(
    file,
    "on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ github.event.pull_request.title }}\n",
  );
  const { all, exitCode } = await lint(file);
  expect(exitCode).toBe(1);
  expect(all).toContain("potentially untrusted");
});
