import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Preset } from "../../../../components/preset.ts";
import { planGke } from "../../../../components/streamingCluster/gke/gke.ts";
import type { GkeClusterArgs } from "../../../../components/streamingCluster/gke/args.ts";
import { nameInProject } from "../../../../components/streamingCluster/gke/context.ts";
import { gkeKubeconfig } from "../../../../components/streamingCluster/gke/kubeconfig.ts";

const GIVEN: GkeClusterArgs = { project: "example-project", region: "europe-west3" };

/** Untyped, as a configuration file gives them. */
const plan = (args: object = {}, preset: Preset = Preset.Production, name = "streaming") => planGke(name, { ...GIVEN, ...args }, preset);

describe("the plan of a cluster on Google Cloud", () => {
  test("is named after the resource, without authorized networks or key, and in the zones that Google chooses", () => {
    expect(plan()).toMatchObject({
      project: "example-project",
      region: "europe-west3",
      clusterName: "streaming",
      zones: undefined,
      releaseChannel: "STABLE",
      network: {
        create: { nodeCidr: "10.40.0.0/20", podCidr: "10.44.0.0/14", serviceCidr: "10.48.0.0/20" },
        controlPlaneCidr: "172.16.0.0/28",
      },
      authorizedNetworks: [],
      kmsKey: undefined,
      maintenanceWindow: true,
      protect: true,
    });
  });

  test("has arguments that win over preset development", () => {
    const args: Partial<GkeClusterArgs> = {
      zones: ["europe-west3-a"],
      releaseChannel: "STABLE",
      protect: true,
      taskManagerPool: { spot: false },
    };
    const made = plan(args, Preset.Development);
    expect(made).toMatchObject({ zones: ["europe-west3-a"], releaseChannel: "STABLE", protect: true });
    expect(made.nodePools.map(({ spot }) => spot)).toEqual([false, false, false]);
  });

  test("takes projects of a domain, keys of a multi-region, and keys that are not known yet", () => {
    expect(plan({ project: "example.com:streaming-1" }).project).toBe("example.com:streaming-1");
    const kmsKey = "projects/p/locations/europe/keyRings/r/cryptoKeys/k";
    expect(plan({ kmsKey }).kmsKey).toBe(kmsKey);
    const later = pulumi.output("anything");
    expect(plan({ kmsKey: later }).kmsKey).toBe(later);
  });
});

describe("a cluster on Google Cloud refuses", () => {
  test.each<[string, object, RegExp]>([
    [
      "a project's number",
      { project: "123456789012" },
      /^gke\.project is "123456789012": must be the id of a project.*not the name or the number/,
    ],
    ["no project", { project: undefined }, /^gke\.project is not set: must be the id of a project.*Take the id/],
    ["no region", { region: undefined }, /^gke\.region is not set: must be the name of a Google Cloud region/],
    ["a zone that is not set", { zones: [undefined] }, /^gke\.zones\[0\] is not set: must be a zone of europe-west3/],
    ["a project's name", { project: "My Project" }, /^gke\.project is "My Project": must be the id/],
    ["a zone as region", { region: "europe-west3-b" }, /^gke\.region is "europe-west3-b": must be the name.*Leave out the letter/],
    ["a name in capitals", { clusterName: "Streaming" }, /^gke\.clusterName is "Streaming": must have 1 to 40 lower-case letters/],
    ["a name that is too long", { clusterName: "a".repeat(41) }, /^gke\.clusterName is "a{41}": must have 1 to 40/],
    ["a name that ends with a hyphen", { clusterName: "streaming-" }, /^gke\.clusterName is "streaming-": .*not end with a hyphen/],
    ["no zones", { zones: [] }, /^gke\.zones is \[\]: must have at least one zone/],
    [
      "a zone of another region",
      { zones: ["europe-west3-a", "europe-west4-a"] },
      /^gke\.zones\[1\] is "europe-west4-a": must be a zone of europe-west3/,
    ],
    ["a zone of a longer region", { zones: ["europe-west31-a"] }, /^gke\.zones\[0\] is "europe-west31-a": must be a zone of europe-west3,/],
    ["a zone twice", { zones: ["europe-west3-a", "europe-west3-a"] }, /^gke\.zones\[1\] is "europe-west3-a": must be named once/],
    [
      "an unknown channel",
      { releaseChannel: "EXTENDED" },
      /^gke\.releaseChannel is "EXTENDED": must be one of RAPID, REGULAR, STABLE\. Use one/,
    ],
    [
      "two networks",
      { network: { existing: {}, create: {} } },
      /^gke\.network is "existing and create": must have exactly one of existing, create/,
    ],
    ["no network", { network: {} }, /^gke\.network is "empty": must have exactly one/],
    [
      "a network without the name of a range",
      { network: { existing: { network: "n", subnetwork: "s", podRangeName: "", serviceRangeName: "x" } } },
      /^gke\.network\.existing\.podRangeName is "": must name what is there already/,
    ],
    ["production without protection", { protect: false }, /^gke\.protect is false: must not be false with preset production/],
    [
      "a key's version",
      { kmsKey: "projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1" },
      /^gke\.kmsKey is .*must be the resource name of a Cloud KMS key.*without a version/,
    ],
    [
      "a key of another region",
      { kmsKey: "projects/p/locations/us-east1/keyRings/r/cryptoKeys/k" },
      /^gke\.kmsKey is .*must be a key of europe-west3, not of us-east1/,
    ],
  ])("%s", (_, args, message) => {
    expect(() => plan(args)).toThrow(message);
  });

  test("a resource's name that is no cluster's name", () => {
    expect(() => plan({}, Preset.Production, "my_platform")).toThrow(/^gke\.clusterName is "my_platform"/);
  });

  test.each<[string, object, RegExp]>([
    [
      "the whole internet",
      { cidr: "0.0.0.0/0", name: "all" },
      /^gke\.authorizedNetworks\[1\]\.cidr is "0\.0\.0\.0\/0": must not be open to the whole internet/,
    ],
    ["half of it", { cidr: "128.0.0.0/1", name: "half" }, /must not be open to the whole internet/],
    [
      "an address without a prefix",
      { cidr: "203.0.113.5", name: "me" },
      /^gke\.authorizedNetworks\[1\]\.cidr is "203\.0\.113\.5": must be a range/,
    ],
    ["one twice", { cidr: "198.51.100.0/24", name: "again" }, /^gke\.authorizedNetworks\[1\]\.cidr is .*must be named once/],
    [
      "one without a name",
      { cidr: "203.0.113.0/24", name: " " },
      /^gke\.authorizedNetworks\[1\]\.name is " ": must say what the network is/,
    ],
  ])("as authorized network %s, with either preset", (_, network, message) => {
    const authorizedNetworks = [{ cidr: "198.51.100.0/24", name: "office" }, network];
    expect(() => plan({ authorizedNetworks })).toThrow(message);
    expect(() => plan({ authorizedNetworks }, Preset.Development)).toThrow(message);
  });

  test("more authorized networks than GKE takes", () => {
    const networks = Array.from({ length: 98 }, (_, index) => ({ cidr: `198.51.100.${index}/32`, name: "office" }));
    expect(() => plan({ authorizedNetworks: networks })).toThrow(/^gke\.authorizedNetworks is "98 networks": must be at most 97/);
    expect(plan({ authorizedNetworks: networks.slice(1) }).authorizedNetworks).toHaveLength(97);
  });
});

test("labels are checked as tags", () => {
  const labelled = (labels: Record<string, string>) => planGke("streaming", GIVEN, Preset.Production, labels);
  expect(labelled({ team: "data_1" }).clusterName).toBe("streaming");
  expect(() => labelled({ Team: "data" })).toThrow(/^tags\["Team"\] is "Team": must have a key that begins with a lower-case letter/);
});

describe("names that are unique in a project", () => {
  test("differ by region, and stay within their length without two hyphens in a row", () => {
    const clusterName = `${"a".repeat(20)}-${"b".repeat(19)}`;
    const one = nameInProject({ clusterName, region: "europe-west3" }, 30);
    const other = nameInProject({ clusterName, region: "us-east1" }, 30);
    expect(one).toMatch(/^a{20}-[0-9a-f]{8}$/);
    expect(other).not.toBe(one);
    expect(nameInProject({ clusterName, region: "europe-west3" }, 63)).toMatch(/^a{20}-b{19}-[0-9a-f]{8}$/);
  });

  test("are long enough for a service account even for a short cluster name", () => {
    expect(nameInProject({ clusterName: "a", region: "europe-west3" }, 30)).toMatch(/^a-[0-9a-f]{8}$/);
  });
});

test("a kubeconfig is the same text for the same parts, and has no credential", () => {
  const parts = { endpoint: "10.0.0.2", certificateAuthority: "Q0E=", project: "p", region: "r", clusterName: "c" };
  expect(gkeKubeconfig(parts)).toBe(gkeKubeconfig({ ...parts }));
  expect(gkeKubeconfig(parts)).not.toMatch(/token|password|client-key/);
});
