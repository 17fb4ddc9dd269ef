#!/usr/bin/env node
/**
 * The pack as a program of its own: `pulumi preview --policy-pack policies/baseline/pack.ts`. The engine starts a file directly, without a
 * language host, and reads the port from the first line of its output: nothing else may be printed.
 */
import { BASELINE } from "../packs/baseline.ts";
import { servePack } from "../pulumi/serve.ts";

servePack(BASELINE, import.meta.dirname);
