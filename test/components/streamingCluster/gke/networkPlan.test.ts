import { describe, expect, test } from "vitest";
import { Preset } from "../../../../components/preset.ts";
import { planGke } from "../../../../components/streamingCluster/gke/gke.ts";
import type { GkeNewNetworkArgs } from "../../../../components/streamingCluster/gke/args.ts";

/** Untyped, as a configuration file gives them. */
const plan = (args: object = {}) =>
  planGke("streaming", { project: "example-project", region: "europe-west3", ...args }, Preset.Production);
const create = (args: GkeNewNetworkArgs, more: object = {}) => plan({ network: { create: args }, ...more });

describe("the ranges of a cluster on Google Cloud", () => {
  test.each<[string, GkeNewNetworkArgs, RegExp]>([
    ["host bits", { nodeCidr: "10.40.0.1/20" }, /^gke\.network\.create\.nodeCidr is "10\.40\.0\.1\/20": must start at/],
    [
      "public addresses",
      { podCidr: "11.0.0.0/14" },
      /^gke\.network\.create\.podCidr is "11\.0\.0\.0\/14": must be a range of private addresses/,
    ],
    ["more than private addresses", { podCidr: "172.0.0.0/8" }, /must be a range of private addresses/],
    [
      "pods in the nodes' range",
      { podCidr: "10.40.0.0/14" },
      /^gke\.network\.create\.podCidr is .*must not overlap with gke\.network\.create\.nodeCidr/,
    ],
    [
      "services in the pods' range",
      { serviceCidr: "10.45.0.0/20" },
      /^gke\.network\.create\.serviceCidr is .*must not overlap with gke\.network\.create\.podCidr/,
    ],
    [
      "the control plane in the services' range",
      { serviceCidr: "172.16.0.0/20" },
      /^gke\.controlPlaneCidr is .*must not overlap with gke\.network\.create\.serviceCidr/,
    ],
    [
      "a range to avoid",
      { avoidCidrs: ["192.168.0.0/16", "10.32.0.0/11"] },
      /^gke\.network\.create\.nodeCidr is .*must not overlap with gke\.network\.create\.avoidCidrs\[1\] \(10\.32\.0\.0\/11\)/,
    ],
    ["a range to avoid where the control plane is", { avoidCidrs: ["172.16.0.0/16"] }, /^gke\.controlPlaneCidr is .*avoidCidrs\[0\]/],
    ["a range to avoid that is none", { avoidCidrs: ["office"] }, /^gke\.network\.create\.avoidCidrs\[0\] is "office": must be a range/],
    [
      "too few services",
      { serviceCidr: "10.48.0.0/28" },
      /^gke\.network\.create\.serviceCidr is "10\.48\.0\.0\/28": must be a \/27 or larger/,
    ],
    [
      "too few nodes",
      { nodeCidr: "10.40.0.0/25" },
      /^gke\.network\.create\.nodeCidr is "a \/25": must have an address for each of 137 nodes.*room for 124/,
    ],
    [
      "too few pods",
      { podCidr: "10.44.0.0/17" },
      /^gke\.network\.create\.podCidr is "a \/17": must have 256 addresses for each of 137 nodes.*room for 128/,
    ],
    ["hardly any pods", { podCidr: "10.44.0.0/26" }, /room for 0\. Use a larger range/],
  ])("must not have %s", (_, args, message) => {
    expect(() => create(args)).toThrow(message);
  });

  test("are large enough for fewer nodes", () => {
    const small = { nodeCidr: "10.40.0.0/26", podCidr: "10.44.0.0/18" };
    expect(create(small, { jobManagerPool: { maxNodes: 2 }, taskManagerPool: { maxNodes: 10 } }).network.create).toMatchObject(small);
  });

  test.each<[string, string, RegExp]>([
    ["another size", "172.16.0.0/27", /^gke\.controlPlaneCidr is "172\.16\.0\.0\/27": must be a \/28/],
    ["public addresses", "8.8.8.0/28", /^gke\.controlPlaneCidr is "8\.8\.8\.0\/28": must be a range of private addresses/],
    [
      "the bridge's addresses",
      "172.17.0.16/28",
      /^gke\.controlPlaneCidr is .*must not overlap with the range of the container bridge on nodes/,
    ],
  ])("have a control plane without %s, also in a network that is there", (_, controlPlaneCidr, message) => {
    const existing = { network: "n", subnetwork: "s", podRangeName: "p", serviceRangeName: "v" };
    expect(() => plan({ controlPlaneCidr })).toThrow(message);
    expect(() => plan({ controlPlaneCidr, network: { existing } })).toThrow(message);
  });

  test("takes ranges to avoid that overlap with each other only", () => {
    expect(create({ avoidCidrs: ["192.168.0.0/16", "192.168.1.0/24"] }).network.create).toBeDefined();
  });
});
