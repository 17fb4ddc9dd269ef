import { describe, expect, test } from "vitest";
import type { Place } from "../../../model/index.ts";
import { readJobView } from "../../../model/index.ts";
import { proposedChange } from "../../../policies/check/proposedChange.ts";

const VIEW = readJobView({
  spec: {
    job: { args: ["--a=1", "--b", "2", "--url=https://me:hunter2@host/", "--key=AKIAIOSFODNN7EXAMPLE"], upgradeMode: "stateless" },
    flinkConfiguration: { "state.checkpoints.dir": "s3://a/b", taskmanager: { numberOfTaskSlots: 2 } },
  },
});

function change(at: Place, suggestion = "new") {
  return proposedChange({ field: "f", value: "v", limit: "l", remedy: "r", at, suggestion }, VIEW);
}

describe("proposedChange", () => {
  test.each<[Place, string | undefined, string]>([
    [{ option: "a" }, "--a=1", "--a=new"],
    [{ option: "b" }, "--b=2", "--b=new"],
    [{ option: "c" }, undefined, "--c=new"],
    [{ option: "url" }, "--url=…", "--url=new"],
    [{ option: "key" }, "--key=…", "--key=new"],
    [{ setting: "execution.checkpointing.dir" }, "state.checkpoints.dir: s3://a/b", "state.checkpoints.dir: new"],
    [{ setting: "taskmanager.numberOfTaskSlots" }, 'taskmanager.numberOfTaskSlots: "2"', "taskmanager.numberOfTaskSlots: new"],
    [{ setting: "x.y" }, undefined, "x.y: new"],
    [{ path: ["spec", "job", "upgradeMode"] }, "spec.job.upgradeMode: stateless", "spec.job.upgradeMode: new"],
    [{ path: ["spec", "job"] }, undefined, "spec.job: new"],
  ])("%j", (at, removed, added) => {
    expect(change(at)).toStrictEqual(removed === undefined ? { added } : { removed, added });
  });

  test.each([
    ["true", '"true"'],
    ["10", '"10"'],
    ["1e3", '"1e3"'],
    ["", '""'],
    ["a: b", '"a: b"'],
    ["* x", '"* x"'],
    ["10 s", "10 s"],
    ["s3://bucket/job", "s3://bucket/job"],
  ])("a setting %j is written %s", (suggestion, written) => {
    expect(change({ setting: "x" }, suggestion)).toStrictEqual({ added: `x: ${written}` });
  });

  test("where no right value can be named there is none", () => {
    expect(proposedChange({ field: "f", value: "v", limit: "l", remedy: "r", at: { option: "a" } }, VIEW)).toBeUndefined();
  });
});
