#!/usr/bin/env node
// Where the pack is entered: as a program (`pulumi preview --policy-pack ./main.mjs`) and as the main module of this folder
// (`pulumi preview --policy-pack .`, `pulumi policy publish`). JavaScript, as Pulumi's host would hand a .ts entry to ts-node.
// The engine reads the port from the first line of the output: print nothing.
import { servePack } from "beam-flink/policies";
import { PACK } from "./pack.ts";

servePack(PACK, import.meta.dirname);
