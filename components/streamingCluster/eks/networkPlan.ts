/** Checks the network of a cluster on AWS and cuts a new VPC into subnets. */
import type * as pulumi from "@pulumi/pulumi";
import { ArgumentError, type Cidr, formatCidr, matches, oneOf, parseCidr, refuseOverlap, subnet } from "../../../model/platform.ts";
import { Preset } from "../../preset.ts";
import { exactlyOne } from "../../validation.ts";
import { type EksExistingNetworkArgs, type EksNetworkArgs, type EksNewNetworkArgs, NatGateways } from "./args.ts";

/** Exactly one is set. */
export interface EksNetworkPlan {
  readonly existing?: readonly pulumi.Input<string>[];
  readonly create?: EksNewNetworkPlan;
}

export interface EksNewNetworkPlan {
  readonly cidr: string;
  readonly zones: readonly EksZonePlan[];
  readonly natGateways: NatGateways;
}

/** The subnets of one availability zone. */
export interface EksZonePlan {
  readonly zone: string;
  readonly privateCidr: string;
  readonly publicCidr: string;
}

const DEFAULT_CIDR = "10.40.0.0/16";
const LARGEST_PREFIX = 16;
const SMALLEST_PREFIX = 20;

/** EKS takes this range or 10.100.0.0/16 for Kubernetes services, and picks the other when the VPC has the addresses of one. */
const SERVICE_RANGE: readonly [field: string, range: Cidr] = [
  "the range of Kubernetes services",
  parseCidr("172.20.0.0/16", "the range of Kubernetes services"),
];

/** A control plane needs two zones; a quarter of the VPC for each leaves room for three. */
const FEWEST_ZONES = 2;
const MOST_ZONES = 3;

/** A quarter of the VPC for the nodes and pods of each zone: a /18 of a /16 has 16,384 addresses, a /22 of a /20 has 1,024. */
const PRIVATE_BITS = 2;
/** A 128th for NAT and load balancers: a load balancer needs a /27 with 8 free addresses, which is what a /20 has then. */
const PUBLIC_BITS = 7;
/** Public subnets begin where the fourth quarter does. */
const FIRST_PUBLIC = MOST_ZONES * 2 ** (PUBLIC_BITS - PRIVATE_BITS);

/** Checks all arguments of the network. */
export function planEksNetwork(args: EksNetworkArgs | undefined, region: string, preset: Preset): EksNetworkPlan {
  const { existing, create } = args ?? { create: {} };
  exactlyOne({ existing, create }, ["existing", "create"], "eks.network");
  return existing === undefined ? { create: planNew(create ?? {}, region, preset) } : { existing: checkedSubnets(existing) };
}

function checkedSubnets({ privateSubnetIds }: EksExistingNetworkArgs): readonly pulumi.Input<string>[] {
  const field = "eks.network.existing.privateSubnetIds";
  if (privateSubnetIds.length < FEWEST_ZONES) {
    throw new ArgumentError({
      field,
      value: privateSubnetIds.filter((id) => typeof id === "string"),
      rule: "must have at least two subnets, in different zones: the control plane needs them",
      remedy: "Add a private subnet of another zone.",
    });
  }
  for (const [index, id] of privateSubnetIds.entries()) {
    if (typeof id !== "string" && id !== undefined) continue;
    if (!matches(id, /^subnet-[0-9a-f]+$/)) {
      throw new ArgumentError({
        field: `${field}[${index}]`,
        value: id,
        rule: "must be the id of a subnet",
        remedy: 'Write it like "subnet-0123456789abcdef0".',
      });
    }
    if (privateSubnetIds.indexOf(id) !== index) {
      throw new ArgumentError({ field: `${field}[${index}]`, value: id, rule: "must not be listed twice", remedy: "Leave one out." });
    }
  }
  return privateSubnetIds;
}

function planNew(args: EksNewNetworkArgs, region: string, preset: Preset): EksNewNetworkPlan {
  const development = preset === Preset.Development;
  const range = checkedRange(args);
  const zones = args.zones ?? (development ? ["a", "b"] : ["a", "b", "c"]).map((letter) => `${region}${letter}`);
  checkZones(zones, region);
  const natGateways = args.natGateways ?? (development ? NatGateways.One : NatGateways.PerZone);
  oneOf(natGateways, NatGateways, "eks.network.create.natGateways");
  return {
    cidr: formatCidr(range),
    zones: zones.map((zone, index) => ({
      zone,
      privateCidr: formatCidr(subnet(range, range.prefix + PRIVATE_BITS, index)),
      publicCidr: formatCidr(subnet(range, range.prefix + PUBLIC_BITS, FIRST_PUBLIC + index)),
    })),
    natGateways,
  };
}

function checkedRange(args: EksNewNetworkArgs): Cidr {
  const field = "eks.network.create.cidr";
  const range = parseCidr(args.cidr ?? DEFAULT_CIDR, field);
  if (range.prefix < LARGEST_PREFIX || range.prefix > SMALLEST_PREFIX) {
    throw new ArgumentError({
      field,
      value: formatCidr(range),
      rule: `must be between /${LARGEST_PREFIX}, the most a VPC can have, and /${SMALLEST_PREFIX}: each pod takes an address`,
      remedy: `Leave it out for ${DEFAULT_CIDR}, or choose a range of that size.`,
    });
  }
  const avoided = (args.avoidCidrs ?? []).map((text, index) => {
    const other = `eks.network.create.avoidCidrs[${index}]`;
    return [other, parseCidr(text, other)] as const;
  });
  for (const other of [SERVICE_RANGE, ...avoided]) refuseOverlap([other, [field, range]]);
  return range;
}

function checkZones(zones: readonly string[], region: string): void {
  const field = "eks.network.create.zones";
  if (zones.length < FEWEST_ZONES || zones.length > MOST_ZONES) {
    throw new ArgumentError({
      field,
      value: zones,
      rule: "must be two or three: the control plane needs two, and a quarter of the VPC for each leaves room for three",
      remedy: "Name two or three, or leave it out for the default of the preset.",
    });
  }
  for (const [index, zone] of zones.entries()) {
    // Local zones (us-west-2-lax-1a) have other names: they cannot hold a control plane's network interfaces.
    if (typeof zone !== "string" || zone.length !== region.length + 1 || !zone.startsWith(region) || !/[a-z]$/.test(zone)) {
      throw new ArgumentError({
        field: `${field}[${index}]`,
        value: zone,
        rule: `must be an availability zone of ${region}: the region with one letter`,
        remedy: `Write it like "${region}a".`,
      });
    }
    if (zones.indexOf(zone) !== index) {
      throw new ArgumentError({
        field: `${field}[${index}]`,
        value: zone,
        rule: "must not be listed twice",
        remedy: "Name another zone.",
      });
    }
  }
}
