/**
 * The VPC of a cluster on AWS: in each zone a large private subnet for nodes and pods and a small public one for NAT and load
 * balancers. Checkpoints reach S3 through a gateway endpoint, which costs nothing; through NAT each gigabyte would be paid.
 */
import type { ec2 } from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { aws } from "../../cloudSdks.ts";
import { type EksContext, namedTags } from "./context.ts";
import { NatGateways } from "./args.ts";
import type { EksNewNetworkPlan } from "./networkPlan.ts";

export interface EksNetwork {
  /** Subnets of nodes, pods and the control plane's network interfaces. */
  readonly privateSubnetIds: readonly pulumi.Input<string>[];
  /** What a node needs to reach registries and S3: must be there before the first and until after the last one. */
  readonly ready: readonly pulumi.Resource[];
}

const INTERNET = "0.0.0.0/0";

/** How AWS load balancers made for Kubernetes find their subnets. */
const INTERNAL_LOAD_BALANCERS = { "kubernetes.io/role/internal-elb": "1" };
const PUBLIC_LOAD_BALANCERS = { "kubernetes.io/role/elb": "1" };

/** Makes the network. */
export function createEksNetwork(context: EksContext, plan: EksNewNetworkPlan): EksNetwork {
  const { name, region, parent } = context;
  const vpc = new aws.ec2.Vpc(
    `${name}-vpc`,
    // Both are needed for the private name of the Kubernetes API.
    { region, cidrBlock: plan.cidr, enableDnsSupport: true, enableDnsHostnames: true, tags: namedTags(context, "vpc") },
    { parent },
  );
  const vpcId = vpc.id;
  void new aws.ec2.DefaultSecurityGroup(
    `${name}-default-security-group`,
    // Without rules: what is made without a security group of its own gets this one, and then reaches nothing.
    { region, vpcId, ingress: [], egress: [], tags: namedTags(context, "default-unused") },
    { parent },
  );
  const internetGateway = new aws.ec2.InternetGateway(
    `${name}-internet-gateway`,
    { region, vpcId, tags: namedTags(context, "internet") },
    { parent },
  );
  const publicTable = new aws.ec2.RouteTable(`${name}-public-routes`, { region, vpcId, tags: namedTags(context, "public") }, { parent });
  const publicRoute = new aws.ec2.Route(
    `${name}-public-route`,
    { region, routeTableId: publicTable.id, destinationCidrBlock: INTERNET, gatewayId: internetGateway.id },
    { parent },
  );

  const zones = plan.zones.map(({ zone, privateCidr, publicCidr }) => {
    const publicSubnet = subnetOf("public", zone, publicCidr, PUBLIC_LOAD_BALANCERS);
    const privateSubnet = subnetOf("private", zone, privateCidr, INTERNAL_LOAD_BALANCERS);
    // A table for each zone even with one NAT gateway: with more of them, only a route changes.
    const privateTable = new aws.ec2.RouteTable(
      `${name}-private-routes-${zone}`,
      { region, vpcId, tags: namedTags(context, `private-${zone}`) },
      { parent },
    );
    const associations = [
      associationOf("public", zone, publicSubnet, publicTable),
      associationOf("private", zone, privateSubnet, privateTable),
    ];
    return { zone, publicSubnet, privateSubnet, privateTable, associations };
  });

  const gateways = (plan.natGateways === NatGateways.One ? zones.slice(0, 1) : zones).map(({ zone, publicSubnet }) =>
    natGateway(zone, publicSubnet),
  );
  const privateRoutes = zones.map(
    ({ zone, privateTable }, index) =>
      new aws.ec2.Route(
        `${name}-private-route-${zone}`,
        {
          region,
          routeTableId: privateTable.id,
          destinationCidrBlock: INTERNET,
          natGatewayId: (gateways[index] ?? gateways[0])?.id,
        },
        { parent },
      ),
  );
  const s3Endpoint = new aws.ec2.VpcEndpoint(
    `${name}-s3-endpoint`,
    // No endpoint policy: registries keep image layers in buckets of other accounts, whose names they change. Roles limit access.
    {
      region,
      vpcId,
      vpcEndpointType: "Gateway",
      serviceName: `com.amazonaws.${region}.s3`,
      routeTableIds: zones.map(({ privateTable }) => privateTable.id),
      tags: namedTags(context, "s3"),
    },
    { parent },
  );
  return {
    privateSubnetIds: zones.map(({ privateSubnet }) => privateSubnet.id),
    ready: [publicRoute, ...privateRoutes, ...zones.flatMap(({ associations }) => associations), s3Endpoint],
  };

  function subnetOf(kind: string, zone: string, cidrBlock: string, loadBalancers: Record<string, string>): ec2.Subnet {
    return new aws.ec2.Subnet(
      `${name}-${kind}-subnet-${zone}`,
      {
        region,
        vpcId,
        availabilityZone: zone,
        cidrBlock,
        // NAT gateways have addresses of their own; nothing else in a public subnet gets one unasked.
        mapPublicIpOnLaunch: false,
        tags: { ...namedTags(context, `${kind}-${zone}`), ...loadBalancers },
      },
      { parent },
    );
  }

  function associationOf(kind: string, zone: string, of: ec2.Subnet, table: ec2.RouteTable): ec2.RouteTableAssociation {
    return new aws.ec2.RouteTableAssociation(
      `${name}-${kind}-route-association-${zone}`,
      { region, subnetId: of.id, routeTableId: table.id },
      { parent },
    );
  }

  function natGateway(zone: string, of: ec2.Subnet): ec2.NatGateway {
    const address = new aws.ec2.Eip(
      `${name}-nat-address-${zone}`,
      { region, domain: "vpc", tags: namedTags(context, `nat-${zone}`) },
      { parent },
    );
    return new aws.ec2.NatGateway(
      `${name}-nat-gateway-${zone}`,
      { region, allocationId: address.id, subnetId: of.id, tags: namedTags(context, `nat-${zone}`) },
      // It has no internet to translate to before the VPC has one.
      { parent, dependsOn: [internetGateway] },
    );
  }
}
