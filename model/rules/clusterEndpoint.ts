/** The Kubernetes API of a cluster is not open to the whole internet. */
import { z } from "zod";
import { findingOn } from "../views/cloudResource.ts";
import type { ClusterView } from "../views/clusterView.ts";
import { isObject, UNKNOWN } from "../views/known.ts";
import type { ManifestPath } from "../views/place.ts";
import { COMPLIANT, defineRule, type Finding, type RuleResult, ruleResult } from "../rule.ts";

/** Half of all addresses or more, of either kind. */
const WORLD = /\/0*[01]$/;

export const clusterEndpoint = defineRule({
  id: "cluster-endpoint",
  title: "The Kubernetes API of a cluster is reached from named networks only.",
  reason:
    "Whoever reaches the API and holds a stolen token, or knows a weakness in it, controls every job and reads all Secrets. On both clouds " +
    "the default is a public address that is open to everybody.",
  source:
    "Amazon EKS, VpcConfigRequest: endpointPublicAccess is true and publicAccessCidrs 0.0.0.0/0 by default; GKE, authorized networks for " +
    "control plane access, off by default",
  versions: "pulumi-aws 6 and 7, pulumi-gcp 8 and 9",
  parameters: z.object({
    allowDnsEndpoint: z
      .boolean()
      .default(true)
      .describe("Whether GKE's DNS-based endpoint may be open to the internet: IAM refuses a request before it reaches the API."),
  }),
  evaluate(view: ClusterView, { allowDnsEndpoint }) {
    if (view.cloud === "eks") return eksResult(view);
    const ip = gkeResult(view);
    const dns = allowDnsEndpoint ? COMPLIANT : gkeDnsResult(view);
    return ruleResult([...findingsOf(ip), ...findingsOf(dns)], [...unknownOf(ip), ...unknownOf(dns)]);
  },
});

const findingsOf = (result: RuleResult): readonly Finding[] => (result.status === "violated" ? result.findings : []);
const unknownOf = (result: RuleResult): readonly string[] => (result.status === "notEvaluated" ? result.fields : []);

function eksResult({ cluster }: ClusterView): RuleResult {
  const path: ManifestPath = ["vpcConfig", "publicAccessCidrs"];
  const isPublic = cluster.text("vpcConfig", "endpointPublicAccess");
  if (isPublic === "false") return COMPLIANT;
  const ranges = cluster.list(...path);
  if (ranges === UNKNOWN) return ruleResult([], ["networks that reach the Kubernetes API"]);
  const open = ranges.findIndex(isWorld);
  if (open < 0 && ranges.length > 0) {
    return ruleResult([], ranges.includes(UNKNOWN) ? ["networks that reach the Kubernetes API"] : []);
  }
  if (isPublic === UNKNOWN) return ruleResult([], ["public access to the Kubernetes API"]);
  return ruleResult([
    findingOn(cluster, {
      ...openTo(ranges.length === 0 ? "not set (the default is 0.0.0.0/0)" : String(ranges[open])),
      remedy:
        "set eks.publicAccessCidrs of the StreamingCluster to the networks that need it, or leave it out for none " +
        "(vpcConfig.publicAccessCidrs, vpcConfig.endpointPublicAccess: false)",
      at: { path: ranges.length === 0 ? ["vpcConfig", "endpointPublicAccess"] : [...path, open] },
      ...(ranges.length === 0 ? { suggestion: "false" } : {}),
    }),
  ]);
}

function gkeResult({ cluster }: ClusterView): RuleResult {
  const networks: ManifestPath = ["masterAuthorizedNetworksConfig"];
  const isPrivate = cluster.text("privateClusterConfig", "enablePrivateEndpoint");
  const byAddress = cluster.text("controlPlaneEndpointsConfig", "ipEndpointsConfig", "enabled");
  if (isPrivate === "true" || byAddress === "false") return COMPLIANT;
  const config = cluster.value(...networks);
  const blocks = cluster.list(...networks, "cidrBlocks");
  if (config === UNKNOWN || blocks === UNKNOWN) return ruleResult([], ["authorized networks"]);
  const ranges = [...blocks.keys()].map((index) => cluster.text(...networks, "cidrBlocks", index, "cidrBlock"));
  const open = ranges.findIndex(isWorld);
  const vms = cluster.text(...networks, "gcpPublicCidrsAccessEnabled");
  const remedy =
    "set gke.authorizedNetworks of the StreamingCluster to the networks that need it, or leave it out for none " +
    "(masterAuthorizedNetworksConfig.cidrBlocks, privateClusterConfig.enablePrivateEndpoint: true)";
  const findings: Finding[] = [];
  if (!isObject(config)) {
    findings.push(findingOn(cluster, { ...openTo("not set (the default is every address)"), remedy, at: { path: networks } }));
  }
  if (open >= 0) {
    findings.push(
      findingOn(cluster, { ...openTo(String(ranges[open])), remedy, at: { path: [...networks, "cidrBlocks", open, "cidrBlock"] } }),
    );
  }
  if (vms === "true") {
    findings.push(
      findingOn(cluster, {
        ...openTo("every virtual machine of every customer of Google Cloud"),
        remedy: "set masterAuthorizedNetworksConfig.gcpPublicCidrsAccessEnabled to false, as a StreamingCluster does",
        at: { path: [...networks, "gcpPublicCidrsAccessEnabled"] },
        suggestion: "false",
      }),
    );
  }
  if (isPrivate === UNKNOWN || byAddress === UNKNOWN) {
    return ruleResult([], findings.length > 0 || ranges.includes(UNKNOWN) ? ["public access to the Kubernetes API"] : []);
  }
  return ruleResult(findings, ranges.includes(UNKNOWN) || vms === UNKNOWN ? ["authorized networks"] : []);
}

function gkeDnsResult({ cluster }: ClusterView): RuleResult {
  const path: ManifestPath = ["controlPlaneEndpointsConfig", "dnsEndpointConfig", "allowExternalTraffic"];
  const open = cluster.text(...path);
  if (open === UNKNOWN) return ruleResult([], ["DNS-based endpoint of the Kubernetes API"]);
  if (open !== "true") return COMPLIANT;
  return ruleResult([
    findingOn(cluster, {
      field: "external traffic to the DNS-based endpoint",
      value: "true",
      limit: "false",
      remedy: "set controlPlaneEndpointsConfig.dnsEndpointConfig.allowExternalTraffic to false, as a StreamingCluster does",
      at: { path },
      suggestion: "false",
    }),
  ]);
}

function openTo(value: string): Pick<Finding, "field" | "value" | "limit"> {
  return { field: "networks that reach the Kubernetes API", value, limit: "named networks, less than the whole internet" };
}

function isWorld(range: unknown): boolean {
  return typeof range === "string" && WORLD.test(range.trim());
}
