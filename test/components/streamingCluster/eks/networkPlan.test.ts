import { describe, expect, test } from "vitest";
import { overlap, parseCidr } from "../../../../model/index.ts";
import { Preset } from "../../../../components/preset.ts";
import { type EksNetworkArgs, type EksNewNetworkArgs, NatGateways } from "../../../../components/streamingCluster/eks/args.ts";
import { planEksNetwork } from "../../../../components/streamingCluster/eks/networkPlan.ts";

const plan = (args?: EksNetworkArgs, preset: Preset = Preset.Production) => planEksNetwork(args, "eu-west-1", preset);
const created = (create: EksNewNetworkArgs) => plan({ create });

describe("the plan of a network", () => {
  test("is a VPC of the preset's size by default, whether it is named or not", () => {
    expect(plan()).toEqual(plan({ create: {} }));
    expect(plan().create?.zones.map(({ zone }) => zone)).toEqual(["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
    expect(plan().create?.natGateways).toBe(NatGateways.PerZone);
    expect(plan(undefined, Preset.Development).create?.zones.map(({ zone }) => zone)).toEqual(["eu-west-1a", "eu-west-1b"]);
    expect(plan(undefined, Preset.Development).create?.natGateways).toBe(NatGateways.One);
  });

  test("lets arguments win over the preset", () => {
    const create = { zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"], natGateways: NatGateways.PerZone };
    expect(plan({ create }, Preset.Development)).toEqual(plan());
  });

  test.each([16, 17, 18, 19, 20])("cuts a /%i into subnets that do not overlap and that AWS and load balancers accept", (prefix) => {
    const { zones = [] } = created({ cidr: `10.64.0.0/${prefix}` }).create ?? {};
    const subnets = zones.flatMap(({ privateCidr, publicCidr }) => [parseCidr(privateCidr, "private"), parseCidr(publicCidr, "public")]);
    expect(subnets).toHaveLength(6);
    for (const [index, one] of subnets.entries()) {
      expect(one.prefix).toBeLessThanOrEqual(27);
      expect(subnets.slice(0, index).some((other) => overlap(one, other))).toBe(false);
    }
  });

  test("keeps the subnets of two zones when a third is added", () => {
    const two = created({ zones: ["eu-west-1a", "eu-west-1b"] }).create?.zones;
    expect(plan().create?.zones.slice(0, 2)).toEqual(two);
  });

  test("takes subnets that are there, known or not", () => {
    const privateSubnetIds = ["subnet-0a1b", Promise.resolve("subnet-later"), "subnet-2c3d"];
    expect(plan({ existing: { privateSubnetIds } })).toEqual({ existing: privateSubnetIds });
  });

  test.each<[string, EksNetworkArgs, string]>([
    ["no network at all", {}, 'eks.network is "empty": must have exactly one of existing, create. Set one of them.'],
    [
      "two networks",
      { existing: { privateSubnetIds: ["subnet-0a", "subnet-0b"] }, create: {} },
      'eks.network is "existing and create": must have exactly one of existing, create. Keep one of them.',
    ],
    [
      "one subnet",
      { existing: { privateSubnetIds: ["subnet-0a"] } },
      'eks.network.existing.privateSubnetIds is ["subnet-0a"]: must have at least two subnets, in different zones: the control plane ' +
        "needs them. Add a private subnet of another zone.",
    ],
    [
      "what is no subnet",
      { existing: { privateSubnetIds: ["subnet-0a", "vpc-0a"] } },
      'eks.network.existing.privateSubnetIds[1] is "vpc-0a": must be the id of a subnet. Write it like "subnet-0123456789abcdef0".',
    ],
    [
      "a subnet twice",
      { existing: { privateSubnetIds: ["subnet-0a", "subnet-0a"] } },
      'eks.network.existing.privateSubnetIds[1] is "subnet-0a": must not be listed twice. Leave one out.',
    ],
    [
      "a VPC that is too large",
      { create: { cidr: "10.0.0.0/15" } },
      'eks.network.create.cidr is "10.0.0.0/15": must be between /16, the most a VPC can have, and /20: each pod takes an address. ' +
        "Leave it out for 10.40.0.0/16, or choose a range of that size.",
    ],
    [
      "a VPC that is too small",
      { create: { cidr: "10.0.0.0/21" } },
      'eks.network.create.cidr is "10.0.0.0/21": must be between /16, the most a VPC can have, and /20: each pod takes an address. ' +
        "Leave it out for 10.40.0.0/16, or choose a range of that size.",
    ],
    [
      "what is no range",
      { create: { cidr: "10.0.0.0" } },
      'eks.network.create.cidr is "10.0.0.0": must be a range of IPv4 addresses in CIDR notation. ' +
        'Write it like "10.40.0.0/16"; one address ends with /32.',
    ],
    [
      "the addresses of services",
      { create: { cidr: "172.20.0.0/16" } },
      'eks.network.create.cidr is "172.20.0.0/16": must not overlap with the range of Kubernetes services (172.20.0.0/16). ' +
        "Move one of the two to addresses that nothing else uses.",
    ],
    [
      "the addresses of another network",
      { create: { avoidCidrs: ["10.0.0.0/16", "10.40.128.0/24"] } },
      'eks.network.create.cidr is "10.40.0.0/16": must not overlap with eks.network.create.avoidCidrs[1] (10.40.128.0/24). ' +
        "Move one of the two to addresses that nothing else uses.",
    ],
    [
      "another network that is none",
      { create: { avoidCidrs: ["office"] } },
      'eks.network.create.avoidCidrs[0] is "office": must be a range of IPv4 addresses in CIDR notation. ' +
        'Write it like "10.40.0.0/16"; one address ends with /32.',
    ],
    [
      "one zone",
      { create: { zones: ["eu-west-1a"] } },
      'eks.network.create.zones is ["eu-west-1a"]: must be two or three: the control plane needs two, and a quarter of the VPC for ' +
        "each leaves room for three. Name two or three, or leave it out for the default of the preset.",
    ],
    [
      "four zones",
      { create: { zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c", "eu-west-1d"] } },
      'eks.network.create.zones is ["eu-west-1a","eu-west-1b","eu-west-1c","eu-west-1d"]: must be two or three: the control plane needs ' +
        "two, and a quarter of the VPC for each leaves room for three. Name two or three, or leave it out for the default of the preset.",
    ],
    [
      "a zone of another region",
      { create: { zones: ["eu-west-1a", "eu-west-2a"] } },
      'eks.network.create.zones[1] is "eu-west-2a": must be an availability zone of eu-west-1: the region with one letter. ' +
        'Write it like "eu-west-1a".',
    ],
    [
      "a zone with a number",
      { create: { zones: ["eu-west-11", "eu-west-1a"] } },
      'eks.network.create.zones[0] is "eu-west-11": must be an availability zone of eu-west-1: the region with one letter. ' +
        'Write it like "eu-west-1a".',
    ],
    [
      "a local zone",
      { create: { zones: ["eu-west-1a", "eu-west-1-lon-1a"] } },
      'eks.network.create.zones[1] is "eu-west-1-lon-1a": must be an availability zone of eu-west-1: the region with one letter. ' +
        'Write it like "eu-west-1a".',
    ],
    [
      "a zone twice",
      { create: { zones: ["eu-west-1a", "eu-west-1a"] } },
      'eks.network.create.zones[1] is "eu-west-1a": must not be listed twice. Name another zone.',
    ],
  ])("refuses %s", (_, args, message) => {
    expect(() => plan(args)).toThrow(message);
  });

  test("refuses a subnet and a zone that are not set", () => {
    const subnets: EksNetworkArgs = { existing: { privateSubnetIds: ["subnet-0a", JSON.parse("[]")[0]] } };
    expect(() => plan(subnets)).toThrow("eks.network.existing.privateSubnetIds[1] is not set: must be the id of a subnet.");
    const zones: EksNetworkArgs = { create: { zones: ["eu-west-1a", JSON.parse("[]")[0]] } };
    expect(() => plan(zones)).toThrow("eks.network.create.zones[1] is not set: must be an availability zone of eu-west-1");
  });

  test("refuses NAT gateways that it does not know", () => {
    const args: EksNetworkArgs = JSON.parse('{"create":{"natGateways":"two"}}');
    expect(() => plan(args)).toThrow(
      'eks.network.create.natGateways is "two": must be one of one, per-zone. Use one of them, or leave it out for the default.',
    );
  });
});
