import { describe, expect, test } from "vitest";
import { Preset } from "../../../../components/preset.ts";
import { planGke } from "../../../../components/streamingCluster/gke/gke.ts";

/** Untyped, as a configuration file gives them. */
const plan = (args: object = {}) =>
  planGke("streaming", { project: "example-project", region: "europe-west3", ...args }, Preset.Production);
const pool = (args: object, name: string) => {
  const found = plan(args).nodePools.find((candidate) => candidate.pool === name);
  if (found === undefined) throw new Error(`no pool ${name}`);
  return found;
};

describe("the plan of a node pool on Google Cloud", () => {
  test("has as many nodes at first as a pool has at least, within its most", () => {
    const initial = (minNodes: number, maxNodes: number) =>
      pool({ jobManagerPool: { minNodes, maxNodes } }, "jobmanagers").initialNodesPerZone;
    expect([initial(0, 10), initial(1, 10), initial(4, 10), initial(1, 1), initial(4, 5)]).toEqual([0, 1, 2, 0, 1]);
  });

  test("upgrades a tenth of the TaskManagers' nodes at a time, at least one and at most as many as GKE can", () => {
    const surge = (maxNodes: number) => pool({ taskManagerPool: { maxNodes } }, "taskmanagers").upgradeSettings.maxSurge;
    expect([surge(1), surge(10), surge(11), surge(500)]).toEqual([1, 1, 2, 20]);
  });

  test.each([
    ["n2-standard-4", "pd-ssd"],
    ["e2-custom-4-8192", "pd-ssd"],
    ["custom-4-15360", "pd-ssd"],
    ["c3d-highmem-8-lssd", "pd-ssd"],
    ["n4-standard-8", "hyperdisk-balanced"],
    ["c4d-highcpu-16", "hyperdisk-balanced"],
  ])("gives TaskManagers on %s a disk of type %s", (machineType, diskType) => {
    expect(pool({ taskManagerPool: { machineType } }, "taskmanagers").diskType).toBe(diskType);
  });
});

describe("a node pool on Google Cloud refuses", () => {
  test.each(["jobManagerPool", "taskManagerPool"])("in %s what GKE would", (field) => {
    const at = (rest: string) => new RegExp(`^gke\\.${field}\\.${rest}`);
    expect(() => plan({ [field]: { machineType: "N2 Standard 4" } })).toThrow(
      at('machineType is "N2 Standard 4": must be the name of a machine type'),
    );
    expect(() => plan({ [field]: { machineType: "n2" } })).toThrow(at("machineType"));
    for (const machineType of ["t2a-standard-4", "c4a-highmem-8", "n4a-standard-2", "a4x-highgpu-4g"])
      expect(() => plan({ [field]: { machineType } })).toThrow(at(`machineType is "${machineType}": must not be of an Arm series`));
    expect(() => plan({ [field]: { minNodes: 5, maxNodes: 4 } })).toThrow(at("minNodes is 5: must not be more than maxNodes, which is 4"));
    expect(() => plan({ [field]: { minNodes: -1 } })).toThrow(at("minNodes is -1: must be a whole number, 0 or more"));
    expect(() => plan({ [field]: { minNodes: 0, maxNodes: 0 } })).toThrow(at("maxNodes is 0: must be a whole number above 0"));
    expect(() => plan({ [field]: { maxNodes: 2.5 } })).toThrow(at("maxNodes is 2.5: must be a whole number"));
    expect(() => plan({ [field]: { diskSizeGb: 9 } })).toThrow(at("diskSizeGb is 9: must be 10 or more"));
    expect(() => plan({ [field]: { diskSizeGb: 10.5 } })).toThrow(at("diskSizeGb is 10.5: must be a whole number"));
  });
});
