#!/usr/bin/env node
/**
 * The pack as a program of its own: `pulumi preview --policy-pack policies/production/pack.ts`. The engine starts a file directly, without a
 * language host, and reads the port from the first line of its output: nothing else may be printed.
 */
import { PRODUCTION } from "../packs/production.ts";
import { servePack } from "../pulumi/serve.ts";

servePack(PRODUCTION, import.meta.dirname);
