import { describe, expect, test } from "vitest";
import { clusterEndpoint as rule } from "../../../model/rules/clusterEndpoint.ts";
import { NOT_YET } from "./jobs.ts";
import { eks, gke } from "./stacks.ts";

const vpc = (vpcConfig: unknown) => eks({ vpcConfig });
const OFFICE = { cidrBlock: "203.0.113.0/24" };
const networks = (...cidrBlocks: unknown[]) => gke({ masterAuthorizedNetworksConfig: { cidrBlocks } });

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["no public address of EKS", vpc({ endpointPublicAccess: false, publicAccessCidrs: ["0.0.0.0/0"] })],
    ["named networks of EKS", vpc({ endpointPublicAccess: true, publicAccessCidrs: ["203.0.113.0/24", "2001:db8::/32"] })],
    ["named networks by default", vpc({ publicAccessCidrs: ["198.51.100.7/32"] })],
    ["a quarter of the world", vpc({ publicAccessCidrs: ["128.0.0.0/2"] })],
    ["named networks whatever public access will be", vpc({ endpointPublicAccess: NOT_YET, publicAccessCidrs: ["203.0.113.0/24"] })],
    ["named networks of GKE", networks(OFFICE)],
    ["no networks but the nodes", networks()],
    ["a private address of GKE", gke({ privateClusterConfig: { enablePrivateEndpoint: true } })],
    ["no address of GKE", gke({ controlPlaneEndpointsConfig: { ipEndpointsConfig: { enabled: false } } })],
    [
      "a private address whatever else is known",
      gke({ privateClusterConfig: { enablePrivateEndpoint: true }, masterAuthorizedNetworksConfig: NOT_YET }),
    ],
    [
      "the DNS-based endpoint of GKE",
      gke({
        privateClusterConfig: { enablePrivateEndpoint: true },
        controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: true } },
      }),
    ],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    ["the defaults of EKS", eks({}), "not set (the default is 0.0.0.0/0)", ["vpcConfig", "endpointPublicAccess"]],
    ["an empty list of EKS", vpc({ publicAccessCidrs: [] }), "not set (the default is 0.0.0.0/0)", ["vpcConfig", "endpointPublicAccess"]],
    ["the world", vpc({ publicAccessCidrs: ["203.0.113.0/24", "0.0.0.0/0"] }), "0.0.0.0/0", ["vpcConfig", "publicAccessCidrs", 1]],
    ["half the world", vpc({ publicAccessCidrs: ["128.0.0.0/1"] }), "128.0.0.0/1", ["vpcConfig", "publicAccessCidrs", 0]],
    ["the world of IPv6", vpc({ publicAccessCidrs: ["::/0"] }), "::/0", ["vpcConfig", "publicAccessCidrs", 0]],
    [
      "the world beside what is not known yet",
      vpc({ publicAccessCidrs: [NOT_YET, "0.0.0.0/0"] }),
      "0.0.0.0/0",
      ["vpcConfig", "publicAccessCidrs", 1],
    ],
    ["the defaults of GKE", gke({}), "not set (the default is every address)", ["masterAuthorizedNetworksConfig"]],
    [
      "the world on GKE",
      networks(OFFICE, { cidrBlock: "0.0.0.0/0" }),
      "0.0.0.0/0",
      ["masterAuthorizedNetworksConfig", "cidrBlocks", 1, "cidrBlock"],
    ],
    [
      "other customers of Google Cloud",
      gke({ masterAuthorizedNetworksConfig: { cidrBlocks: [OFFICE], gcpPublicCidrsAccessEnabled: true } }),
      "every virtual machine of every customer of Google Cloud",
      ["masterAuthorizedNetworksConfig", "gcpPublicCidrsAccessEnabled"],
    ],
  ])("is broken by %s", (_, view, value, path) => {
    expect(rule.evaluate(view)).toMatchObject({
      status: "violated",
      findings: [{ field: "networks that reach the Kubernetes API", value, at: { path }, resource: view.cluster.resource.urn }],
    });
  });

  test.each([
    ["a network that is not known yet", vpc(NOT_YET)],
    ["ranges that are not known yet", vpc({ publicAccessCidrs: NOT_YET })],
    ["a range that is not known yet", vpc({ publicAccessCidrs: ["203.0.113.0/24", NOT_YET] })],
    ["public access that is not known yet", vpc({ endpointPublicAccess: NOT_YET })],
    ["authorized networks that are not known yet", gke({ masterAuthorizedNetworksConfig: NOT_YET })],
    ["an authorized network that is not known yet", networks(OFFICE, { cidrBlock: NOT_YET })],
    ["a private address that is not known yet", gke({ privateClusterConfig: NOT_YET })],
  ])("is not evaluated for %s", (_, view) => {
    expect(rule.evaluate(view)).toMatchObject({ status: "notEvaluated" });
  });

  test("may refuse GKE's DNS-based endpoint", () => {
    const dns = (allowExternalTraffic: unknown) =>
      gke({ masterAuthorizedNetworksConfig: {}, controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic } } });
    const parameters = { allowDnsEndpoint: false };
    expect(rule.evaluate(dns(false), parameters)).toEqual({ status: "compliant" });
    expect(rule.evaluate(dns(NOT_YET), parameters)).toEqual({
      status: "notEvaluated",
      fields: ["DNS-based endpoint of the Kubernetes API"],
    });
    expect(rule.evaluate(dns(true), parameters)).toMatchObject({
      status: "violated",
      findings: [{ field: "external traffic to the DNS-based endpoint", suggestion: "false" }],
    });
  });
});
