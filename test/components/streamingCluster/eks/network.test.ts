import { describe, expect, test } from "vitest";
import { Preset } from "../../../../components/preset.ts";
import { NatGateways } from "../../../../components/streamingCluster/eks/args.ts";
import { runEks, TAGS } from "./program.ts";

const region = "eu-central-1";
const vpcId = "streaming-vpc-id";
const tags = (name: string) => ({ ...TAGS, Name: `streaming-${name}` });
const ZONES = ["eu-central-1a", "eu-central-1b", "eu-central-1c"];

/** The whole network over `zones`; `nat` says which zone's gateway each zone uses. */
function network(zones: readonly string[], nat: (zone: string) => string, cidrs: { vpc: string; private: string[]; public: string[] }) {
  return {
    "streaming-vpc": { region, cidrBlock: cidrs.vpc, enableDnsSupport: true, enableDnsHostnames: true, tags: tags("vpc") },
    "streaming-default-security-group": { region, vpcId, ingress: [], egress: [], tags: tags("default-unused") },
    "streaming-internet-gateway": { region, vpcId, tags: tags("internet") },
    "streaming-public-routes": { region, vpcId, tags: tags("public") },
    "streaming-public-route": {
      region,
      routeTableId: "streaming-public-routes-id",
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: "streaming-internet-gateway-id",
    },
    ...Object.fromEntries(
      zones.flatMap((zone, index) => [
        [
          `streaming-public-subnet-${zone}`,
          {
            region,
            vpcId,
            availabilityZone: zone,
            cidrBlock: cidrs.public[index],
            mapPublicIpOnLaunch: false,
            tags: { ...tags(`public-${zone}`), "kubernetes.io/role/elb": "1" },
          },
        ],
        [
          `streaming-private-subnet-${zone}`,
          {
            region,
            vpcId,
            availabilityZone: zone,
            cidrBlock: cidrs.private[index],
            mapPublicIpOnLaunch: false,
            tags: { ...tags(`private-${zone}`), "kubernetes.io/role/internal-elb": "1" },
          },
        ],
        [`streaming-private-routes-${zone}`, { region, vpcId, tags: tags(`private-${zone}`) }],
        [
          `streaming-public-route-association-${zone}`,
          { region, subnetId: `streaming-public-subnet-${zone}-id`, routeTableId: "streaming-public-routes-id" },
        ],
        [
          `streaming-private-route-association-${zone}`,
          { region, subnetId: `streaming-private-subnet-${zone}-id`, routeTableId: `streaming-private-routes-${zone}-id` },
        ],
        [
          `streaming-private-route-${zone}`,
          {
            region,
            routeTableId: `streaming-private-routes-${zone}-id`,
            destinationCidrBlock: "0.0.0.0/0",
            natGatewayId: `streaming-nat-gateway-${nat(zone)}-id`,
          },
        ],
      ]),
    ),
    ...Object.fromEntries(
      [...new Set(zones.map(nat))].flatMap((zone) => [
        [`streaming-nat-address-${zone}`, { region, domain: "vpc", tags: tags(`nat-${zone}`) }],
        [
          `streaming-nat-gateway-${zone}`,
          {
            region,
            allocationId: `streaming-nat-address-${zone}-id`,
            subnetId: `streaming-public-subnet-${zone}-id`,
            tags: tags(`nat-${zone}`),
          },
        ],
      ]),
    ),
    "streaming-s3-endpoint": {
      region,
      vpcId,
      vpcEndpointType: "Gateway",
      serviceName: "com.amazonaws.eu-central-1.s3",
      routeTableIds: zones.map((zone) => `streaming-private-routes-${zone}-id`),
      tags: tags("s3"),
    },
  };
}

const DEFAULT_CIDRS = {
  vpc: "10.40.0.0/16",
  private: ["10.40.0.0/18", "10.40.64.0/18", "10.40.128.0/18"],
  public: ["10.40.192.0/23", "10.40.194.0/23", "10.40.196.0/23"],
};

describe("the network", () => {
  test("has three zones with a NAT gateway each in production", async () => {
    const run = await runEks();
    expect(run.ofType("aws:ec2/")).toEqual(network(ZONES, (zone) => zone, DEFAULT_CIDRS));
  });

  test("has two zones and one NAT gateway in development", async () => {
    const run = await runEks({}, { preset: Preset.Development });
    expect(run.ofType("aws:ec2/")).toEqual(network(ZONES.slice(0, 2), () => "eu-central-1a", DEFAULT_CIDRS));
  });

  test("has the addresses, zones and gateways that the arguments say", async () => {
    const zones = ["eu-central-1c", "eu-central-1b"];
    const run = await runEks({
      network: { create: { cidr: "192.168.16.0/20", zones, natGateways: NatGateways.One, avoidCidrs: ["10.0.0.0/8"] } },
    });
    expect(run.ofType("aws:ec2/")).toEqual(
      network(zones, () => "eu-central-1c", {
        vpc: "192.168.16.0/20",
        private: ["192.168.16.0/22", "192.168.20.0/22"],
        public: ["192.168.28.0/27", "192.168.28.32/27"],
      }),
    );
  });

  test("gives a NAT gateway the internet before it is made", async () => {
    const run = await runEks();
    expect(run.dependencies("streaming-nat-gateway-eu-central-1b")).toEqual(["streaming-internet-gateway"]);
  });

  test("names the S3 endpoint of the region", async () => {
    const run = await runEks({ region: "us-west-2" });
    expect(run.inputs("streaming-s3-endpoint").serviceName).toBe("com.amazonaws.us-west-2.s3");
  });
});
