import { describe, expect, test } from "vitest";
import { Preset } from "../../../../components/preset.ts";
import type { EksClusterArgs } from "../../../../components/streamingCluster/eks/args.ts";
import { planEks } from "../../../../components/streamingCluster/eks/eks.ts";

const plan = (args: Partial<EksClusterArgs>, preset: Preset = Preset.Production, name = "streaming") =>
  planEks(name, { region: "eu-central-1", version: "1.34", ...args }, preset);

describe("the plan of a cluster on AWS", () => {
  test("resolves the presets", () => {
    expect(plan({})).toMatchObject({
      region: "eu-central-1",
      clusterName: "streaming",
      version: "1.34",
      publicAccessCidrs: [],
      access: [],
      kmsKeyArn: undefined,
      logRetentionDays: 90,
      protect: true,
    });
    expect(plan({}, Preset.Development)).toMatchObject({ logRetentionDays: 7, protect: false });
  });

  test("lets arguments win over the preset", () => {
    expect(plan({ logRetentionDays: 30, protect: true }, Preset.Development)).toMatchObject({ logRetentionDays: 30, protect: true });
    expect(plan({ taskManagerPool: { spot: true } }).nodePools.at(-1)?.capacityTypes).toEqual(["spot", "on-demand"]);
    expect(plan({ taskManagerPool: { spot: false } }, Preset.Development).nodePools.at(-1)?.capacityTypes).toEqual(["on-demand"]);
  });

  test("has a default version in development, and asks for it in production", () => {
    const withoutVersion = { region: "eu-central-1" };
    expect(planEks("streaming", withoutVersion, Preset.Development).version).toBe("1.34");
    expect(() => planEks("streaming", withoutVersion, Preset.Production)).toThrow(
      "eks.version is not set: must be given with preset production: a default would upgrade the cluster when a later release of this " +
        'package raises it. Write "1.34", or the version that the cluster has.',
    );
    expect(() => planEks("streaming", { ...withoutVersion, version: "1.28" }, Preset.Development)).toThrow('eks.version is "1.28": ');
  });

  test.each(["1.29", "1.34", "1.40"])("takes version %s", (version) => {
    expect(plan({ version }).version).toBe(version);
  });

  test.each(["a", "Beam_1-x", "9".repeat(100)])("takes cluster name %s", (clusterName) => {
    expect(plan({ clusterName }).clusterName).toBe(clusterName);
  });

  test("takes a key that is not known yet", () => {
    const kmsKeyArn = Promise.resolve("arn");
    expect(plan({ kmsKeyArn }).kmsKeyArn).toBe(kmsKeyArn);
  });

  const CLUSTER_NAME =
    "must have 1 to 100 letters, digits, hyphens and underscores, and begin with a letter or digit. " +
    "Shorten it or leave out other characters; when it is not set, it is the resource's name.";
  const VERSION = 'must be a minor version of Kubernetes, 1.29 or newer: Auto Mode supports no older one. Write it like "1.34".';
  const WHOLE_INTERNET =
    "must not be open to the whole internet. Name the networks of those who use the Kubernetes API, such as that of the office and of the pipeline.";
  const PRIVATE_NETWORK =
    "must not have addresses of private networks: the API sees the address that a network has on the internet. " +
    "Name that address. Networks connected to the VPC reach the API without it.";
  const RETENTION =
    "must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653: " +
    "CloudWatch Logs knows no others. Use the next larger one.";
  const ALIAS = "arn:aws:kms:eu-central-1:123456789012:alias/theirs";
  const FOREIGN = "arn:aws:kms:us-east-1:123456789012:key/1234";

  test.each<[string, Partial<EksClusterArgs>]>([
    [
      'eks.region is "eu-central-1a": must be the name of an AWS region, such as eu-central-1. Leave out the letter of the zone.',
      { region: "eu-central-1a" },
    ],
    [
      "eks.region is not set: must be the name of an AWS region, such as eu-central-1. Write it as the AWS console shows it, in lower case.",
      { region: undefined },
    ],
    [`eks.clusterName is "": ${CLUSTER_NAME}`, { clusterName: "" }],
    [`eks.clusterName is "-beam": ${CLUSTER_NAME}`, { clusterName: "-beam" }],
    [`eks.clusterName is "my beam": ${CLUSTER_NAME}`, { clusterName: "my beam" }],
    [`eks.clusterName is "${"a".repeat(101)}": ${CLUSTER_NAME}`, { clusterName: "a".repeat(101) }],
    [`eks.version is "1.28": ${VERSION}`, { version: "1.28" }],
    [`eks.version is "1.34.1": ${VERSION}`, { version: "1.34.1" }],
    [`eks.version is "2.0": ${VERSION}`, { version: "2.0" }],
    [`eks.version is "latest": ${VERSION}`, { version: "latest" }],
    [`eks.publicAccessCidrs[1] is "0.0.0.0/0": ${WHOLE_INTERNET}`, { publicAccessCidrs: ["203.0.113.0/24", "0.0.0.0/0"] }],
    [`eks.publicAccessCidrs[0] is "128.0.0.0/1": ${WHOLE_INTERNET}`, { publicAccessCidrs: ["128.0.0.0/1"] }],
    [`eks.publicAccessCidrs[0] is "10.1.0.0/16": ${PRIVATE_NETWORK}`, { publicAccessCidrs: ["10.1.0.0/16"] }],
    [`eks.publicAccessCidrs[0] is "172.31.0.4/32": ${PRIVATE_NETWORK}`, { publicAccessCidrs: ["172.31.0.4/32"] }],
    [`eks.publicAccessCidrs[0] is "192.168.0.0/24": ${PRIVATE_NETWORK}`, { publicAccessCidrs: ["192.168.0.0/24"] }],
    [
      'eks.publicAccessCidrs[0] is "203.0.113.7": must be a range of IPv4 addresses in CIDR notation. ' +
        'Write it like "10.40.0.0/16"; one address ends with /32.',
      { publicAccessCidrs: ["203.0.113.7"] },
    ],
    [`eks.logRetentionDays is 0: ${RETENTION}`, { logRetentionDays: 0 }],
    [`eks.logRetentionDays is 31: ${RETENTION}`, { logRetentionDays: 31 }],
    [
      `eks.kmsKeyArn is "${ALIAS}": must be the ARN of a KMS key, not an alias or an id alone. ` +
        'Write it like "arn:aws:kms:eu-central-1:123456789012:key/<id>", or leave it out for a key of the cluster\'s own.',
      { kmsKeyArn: ALIAS },
    ],
    [
      `eks.kmsKeyArn is "${FOREIGN}": must be a key of eu-central-1, not of us-east-1. ` +
        `Write it like "arn:aws:kms:eu-central-1:123456789012:key/<id>", or leave it out for a key of the cluster's own.`,
      { kmsKeyArn: FOREIGN },
    ],
    [
      "eks.protect is false: must not be false with preset production: deleting the cluster stops all jobs on it. " +
        'Leave it out, or set preset "development" for a cluster that may be lost.',
      { protect: false },
    ],
  ])("refuses: %s", (message, args) => {
    expect(() => plan(args)).toThrow(message);
  });

  test("refuses what the network, the access and the pools refuse", () => {
    expect(() => plan({ network: {} })).toThrow(/^eks\.network is /);
    expect(() => plan({ access: { ops: { principalArn: "ops" } } })).toThrow(/^eks\.access\["ops"\]\.principalArn is /);
    expect(() => plan({ jobManagerPool: { disk: "1" } })).toThrow(/^eks\.jobManagerPool\.disk is /);
    expect(() => plan({ taskManagerPool: { disk: "1" } })).toThrow(/^eks\.taskManagerPool\.disk is /);
  });

  test("refuses a version that is a number, as a file without quotes has it", () => {
    expect(() => planEks("streaming", JSON.parse('{"region":"eu-central-1","version":1.34}'), Preset.Production)).toThrow(
      `eks.version is 1.34: ${VERSION}`,
    );
  });

  test("refuses tags that AWS does not take", () => {
    const tagged = (tags: Record<string, string>) =>
      planEks("streaming", { region: "eu-central-1", version: "1.34" }, Preset.Production, tags);
    expect(tagged({ Team: "Data Platform" }).clusterName).toBe("streaming");
    expect(() => tagged({ "aws:team": "data" })).toThrow(
      /^tags\["aws:team"\] is "aws:team": must have a key that does not begin with "aws:"/,
    );
  });

  test("refuses the resource's name as the cluster's when it cannot be one", () => {
    expect(() => plan({}, Preset.Production, "my.beam")).toThrow('eks.clusterName is "my.beam": ');
  });
});
