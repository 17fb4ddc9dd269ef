#!/usr/bin/env node
/** A pack without a policy, bundled as the others are: what any pack costs, whatever its rules. */
import { PolicyPack } from "@pulumi/policy";

process.chdir(import.meta.dirname);
void new PolicyPack("beam-flink-empty", { policies: [] });
