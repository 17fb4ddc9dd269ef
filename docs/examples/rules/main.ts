#!/usr/bin/env node
import { servePack } from "beam-flink/policies";
import { PACK } from "./pack.ts";

servePack(PACK, import.meta.dirname);
