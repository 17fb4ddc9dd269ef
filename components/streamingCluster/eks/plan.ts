/** Checks the arguments of a cluster on AWS and resolves the defaults of the preset. */
import type * as pulumi from "@pulumi/pulumi";
import {
  ArgumentError,
  awsKmsKey,
  awsRegion,
  checkAwsTags,
  matches,
  overlap,
  parseCidr,
  refuseWholeInternet,
} from "../../../model/platform.ts";
import { Preset } from "../../preset.ts";
import { type EksAccessPlan, planEksAccess } from "./access.ts";
import type { EksClusterArgs } from "./args.ts";
import { type EksNetworkPlan, planEksNetwork } from "./networkPlan.ts";
import { type EksNodePoolPlan, planEksNodePools } from "./nodePoolPlan.ts";

/** All of a cluster, before anything is registered. */
export interface EksPlan {
  readonly region: string;
  readonly clusterName: string;
  readonly version: string;
  readonly network: EksNetworkPlan;
  /** Empty: no access over the internet. */
  readonly publicAccessCidrs: readonly string[];
  readonly access: readonly EksAccessPlan[];
  /** Undefined: a key of the cluster's own. */
  readonly kmsKeyArn: pulumi.Input<string> | undefined;
  readonly logRetentionDays: number;
  readonly nodePools: readonly EksNodePoolPlan[];
  readonly protect: boolean;
}

const CLUSTER_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
const DEFAULT_VERSION = "1.34";
/** The first that Auto Mode supports. */
const OLDEST_MINOR = 29;

/** What CloudWatch Logs accepts. */
const RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/** Addresses of private networks (RFC 1918): nothing comes from them over the internet, and EKS refuses them. */
const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map((range) => parseCidr(range, "private range"));

/** Checks all arguments and resolves the preset; `name` is the resource's. Throws an ArgumentError. */
export function planEks(name: string, args: EksClusterArgs, preset: Preset, tags: { readonly [key: string]: string } = {}): EksPlan {
  const region = awsRegion(args.region, "eks.region");
  const development = preset === Preset.Development;
  checkAwsTags(tags, "tags");
  if (typeof args.kmsKeyArn === "string")
    awsKmsKey(args.kmsKeyArn, { field: "eks.kmsKeyArn", region, otherwise: "a key of the cluster's own" });
  return {
    region,
    clusterName: checkedClusterName(args.clusterName ?? name),
    version: checkedVersion(args.version, preset),
    network: planEksNetwork(args.network, region, preset),
    publicAccessCidrs: (args.publicAccessCidrs ?? []).map((range, index) => checkedPublicRange(range, index)),
    access: planEksAccess(args.access ?? {}),
    kmsKeyArn: args.kmsKeyArn,
    logRetentionDays: checkedRetention(args.logRetentionDays ?? (development ? 7 : 90)),
    nodePools: planEksNodePools(args.jobManagerPool ?? {}, args.taskManagerPool ?? {}, preset),
    protect: checkedProtect(args.protect ?? !development, preset),
  };
}

function checkedClusterName(value: string): string {
  if (matches(value, CLUSTER_NAME)) return value;
  throw new ArgumentError({
    field: "eks.clusterName",
    value,
    rule: "must have 1 to 100 letters, digits, hyphens and underscores, and begin with a letter or digit",
    remedy: "Shorten it or leave out other characters; when it is not set, it is the resource's name.",
  });
}

function checkedVersion(given: string | undefined, preset: Preset): string {
  if (given === undefined && preset !== Preset.Development) {
    throw new ArgumentError({
      field: "eks.version",
      value: given,
      rule: "must be given with preset production: a default would upgrade the cluster when a later release of this package raises it",
      remedy: `Write "${DEFAULT_VERSION}", or the version that the cluster has.`,
    });
  }
  const value = given ?? DEFAULT_VERSION;
  const minor = /^1\.(\d{1,2})$/.exec(value)?.[1];
  if (typeof value === "string" && minor !== undefined && Number(minor) >= OLDEST_MINOR) return value;
  throw new ArgumentError({
    field: "eks.version",
    value,
    rule: `must be a minor version of Kubernetes, 1.${OLDEST_MINOR} or newer: Auto Mode supports no older one`,
    remedy: `Write it like "${DEFAULT_VERSION}".`,
  });
}

function checkedPublicRange(text: string, index: number): string {
  const field = `eks.publicAccessCidrs[${index}]`;
  const range = parseCidr(text, field);
  refuseWholeInternet(
    range,
    field,
    "Name the networks of those who use the Kubernetes API, such as that of the office and of the pipeline.",
  );
  if (PRIVATE_RANGES.some((other) => overlap(range, other))) {
    throw new ArgumentError({
      field,
      value: text,
      rule: "must not have addresses of private networks: the API sees the address that a network has on the internet",
      remedy: "Name that address. Networks connected to the VPC reach the API without it.",
    });
  }
  return text;
}

function checkedRetention(value: number): number {
  if (RETENTION_DAYS.includes(value)) return value;
  throw new ArgumentError({
    field: "eks.logRetentionDays",
    value,
    rule: `must be one of ${RETENTION_DAYS.join(", ")}: CloudWatch Logs knows no others`,
    remedy: "Use the next larger one.",
  });
}

function checkedProtect(protect: boolean, preset: Preset): boolean {
  if (protect || preset === Preset.Development) return protect;
  throw new ArgumentError({
    field: "eks.protect",
    value: protect,
    rule: "must not be false with preset production: deleting the cluster stops all jobs on it",
    remedy: `Leave it out, or set preset "${Preset.Development}" for a cluster that may be lost.`,
  });
}
