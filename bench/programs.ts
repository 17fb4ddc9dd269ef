/** Programs that a benchmark runs, built from their Go modules in `bench/go`. */
import * as path from "node:path";
import type { Step } from "../local/support/step.ts";
import { goBinary } from "../local/toolchain/goBinary.ts";

const MODULES = path.join(import.meta.dirname, "go");

/** Measures another program. */
export function measureProgram(step: Step): Promise<string> {
  return goBinary({ name: "measure", modules: MODULES }, step);
}

/** Open Policy Agent on files. */
export function conftestProgram(step: Step): Promise<string> {
  return goBinary({ name: "conftest", modules: MODULES, package: "github.com/open-policy-agent/conftest" }, step);
}

/** Kyverno's command. */
export function kyvernoProgram(step: Step): Promise<string> {
  return goBinary({ name: "kyverno", modules: MODULES, package: "github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno" }, step);
}
