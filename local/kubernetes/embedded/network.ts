/**
 * The cluster's way to the machine: one pair of linked interfaces, and a network of two addresses for it.
 * Everything else of the cluster's network (pods, services) lies in its own network namespace, so it may be the same in every cluster.
 */
import * as z from "zod";
import { UserError } from "../../support/errors.ts";
import { run, succeeds } from "../../support/run.ts";
import type { Step } from "../../support/step.ts";

export interface Subnet {
  /** Which of the /30 networks. */
  readonly index: number;
  readonly hostAddress: string;
  readonly nodeAddress: string;
}

/** First two bytes of 10.201.0.0/16, the range that clusters take their networks from. */
const RANGE = "10.201";
const RANGE_PREFIX = 16;
/** Four addresses each: network, machine, node, broadcast. */
const SUBNET_PREFIX = 30;
const SUBNETS = 2 ** (SUBNET_PREFIX - RANGE_PREFIX);

/** The network with this index. */
export function subnetAt(index: number): Subnet {
  const third = Math.floor((index * 4) / 256);
  const fourth = (index * 4) % 256;
  return { index, hostAddress: `${RANGE}.${third}.${fourth + 1}`, nodeAddress: `${RANGE}.${third}.${fourth + 2}` };
}

/** The first free network: the remembered one, else from a place that the environment's id gives. */
export function chooseSubnet(id: string, used: readonly string[], remembered?: number): Subnet {
  const taken = used.map(parseNetwork).filter((network) => network !== undefined);
  const start = Number.parseInt(id, 16) % SUBNETS;
  for (let offset = remembered === undefined ? 0 : -1; offset < SUBNETS; offset++) {
    const subnet = subnetAt(offset < 0 ? (remembered ?? 0) : (start + offset) % SUBNETS);
    const network = { address: toNumber(subnet.nodeAddress), prefix: SUBNET_PREFIX };
    if (!taken.some((other) => overlap(network, other))) return subnet;
  }
  throw new UserError(
    `the embedded cluster needs a free /${SUBNET_PREFIX} network within ${RANGE}.0.0/${RANGE_PREFIX}, and this machine uses all of them`,
  );
}

interface Network {
  readonly address: number;
  readonly prefix: number;
}

/** undefined for "default", for IPv6, and for networks wider than our range: the narrower route to the cluster wins over those. */
function parseNetwork(text: string): Network | undefined {
  const match = /^(\d+\.\d+\.\d+\.\d+)(?:\/(\d+))?$/.exec(text);
  if (match?.[1] === undefined) return undefined;
  const prefix = Number(match[2] ?? 32);
  return prefix < RANGE_PREFIX ? undefined : { address: toNumber(match[1]), prefix };
}

function toNumber(address: string): number {
  return address.split(".").reduce((number, byte) => number * 256 + Number(byte), 0);
}

function overlap(a: Network, b: Network): boolean {
  const size = 2 ** (32 - Math.min(a.prefix, b.prefix));
  return Math.floor(a.address / size) === Math.floor(b.address / size);
}

const Routes = z.array(z.object({ dst: z.string().optional() }));
const Links = z.array(
  z.object({ addr_info: z.array(z.object({ local: z.string().optional(), prefixlen: z.number().optional() })).optional() }),
);

/** Networks that the machine's addresses and routes (of all tables) take. */
export async function usedNetworks(step: Step): Promise<string[]> {
  const routes = Routes.parse(JSON.parse((await run("ip", ["-j", "-4", "route", "show", "table", "all"], step)) || "[]"));
  const links = Links.parse(JSON.parse((await run("ip", ["-j", "-4", "address", "show"], step)) || "[]"));
  return [
    ...routes.flatMap((route) => route.dst ?? []),
    ...links
      .flatMap((link) => link.addr_info ?? [])
      .flatMap(({ local, prefixlen }) => (local === undefined ? [] : `${local}/${prefixlen ?? 32}`)),
  ];
}

/** Links the machine with the network namespace of process `pid`. */
export async function addLink(link: string, subnet: Subnet, pid: number, step: Step): Promise<void> {
  const inside = (...args: string[]) => run("nsenter", ["--target", String(pid), "--net", "ip", ...args], step);
  await run("ip", ["link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", String(pid)], step);
  await run("ip", ["address", "add", `${subnet.hostAddress}/${SUBNET_PREFIX}`, "dev", link], step);
  await run("ip", ["link", "set", link, "up"], step);
  await inside("link", "set", "lo", "up");
  await inside("address", "add", `${subnet.nodeAddress}/${SUBNET_PREFIX}`, "dev", "eth0");
  await inside("link", "set", "eth0", "up");
  // Service addresses are rewritten after routing: without a default route the node's own processes could not reach them.
  await inside("route", "add", "default", "via", subnet.hostAddress);
}

/** Removes the link, if it is there. */
export async function removeLink(link: string, step: Step): Promise<void> {
  const there = () => succeeds("ip", ["link", "show", "dev", link], step);
  if (!(await there()) || (await succeeds("ip", ["link", "delete", link], step))) return;
  // It also goes by itself when the last process of the namespace ends, which may have happened in between.
  if (await there()) await run("ip", ["link", "delete", link], step);
}
