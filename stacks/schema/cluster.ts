/** What an environment's config may say of its cluster. Forms and ranges are checked by the component. */
import { z } from "zod";
import type { EksClusterArgs, GkeClusterArgs } from "../../components/index.ts";
import { stackName, text } from "./common.ts";

const eksPool = {
  instanceCategories: z.array(text).optional(),
  minGeneration: z.int().optional(),
  architectures: z.array(text).optional(),
  cpuLimit: z.number().optional(),
  disk: text.optional(),
};

const eks = z.strictObject({
  region: text,
  clusterName: text.optional(),
  version: text.optional(),
  network: z
    .strictObject({
      existing: z.strictObject({ privateSubnetIds: z.array(text) }).optional(),
      create: z
        .strictObject({
          cidr: text.optional(),
          zones: z.array(text).optional(),
          natGateways: z.enum(["one", "per-zone"]).optional(),
          avoidCidrs: z.array(text).optional(),
        })
        .optional(),
    })
    .optional(),
  publicAccessCidrs: z.array(text).optional(),
  access: z
    .record(
      z.string(),
      z.strictObject({
        principalArn: text,
        policy: text.optional(),
        namespaces: z.array(text).optional(),
        kubernetesGroups: z.array(text).optional(),
      }),
    )
    .optional(),
  kmsKeyArn: text.optional(),
  logRetentionDays: z.int().optional(),
  jobManagerPool: z.strictObject(eksPool).optional(),
  taskManagerPool: z.strictObject({ ...eksPool, spot: z.boolean().optional() }).optional(),
  protect: z.boolean().optional(),
}) satisfies z.ZodType<EksClusterArgs>;

const gkePool = {
  machineType: text.optional(),
  minNodes: z.int().optional(),
  maxNodes: z.int().optional(),
  diskSizeGb: z.int().optional(),
};

const gke = z.strictObject({
  project: text,
  region: text,
  clusterName: text.optional(),
  zones: z.array(text).optional(),
  releaseChannel: z.enum(["RAPID", "REGULAR", "STABLE"]).optional(),
  network: z
    .strictObject({
      existing: z.strictObject({ network: text, subnetwork: text, podRangeName: text, serviceRangeName: text }).optional(),
      create: z
        .strictObject({
          nodeCidr: text.optional(),
          podCidr: text.optional(),
          serviceCidr: text.optional(),
          avoidCidrs: z.array(text).optional(),
        })
        .optional(),
    })
    .optional(),
  controlPlaneCidr: text.optional(),
  authorizedNetworks: z.array(z.strictObject({ cidr: text, name: text })).optional(),
  kmsKey: text.optional(),
  jobManagerPool: z.strictObject(gkePool).optional(),
  taskManagerPool: z.strictObject({ ...gkePool, spot: z.boolean().optional() }).optional(),
  protect: z.boolean().optional(),
}) satisfies z.ZodType<GkeClusterArgs>;

/** One that is there; its kubeconfig is the ambient one. */
export const existingCluster = z.strictObject({
  context: text.optional(),
  identifier: text.optional(),
  eks: z.strictObject({ clusterName: text, oidcProviderArn: text.optional(), oidcIssuer: text.optional() }).optional(),
  gke: z.strictObject({ project: text, projectNumber: text }).optional(),
  dedicatedPools: z.boolean().optional(),
});

/** Exactly one: a new one, one that is there, or the one of another stack of this project. */
export const cluster = z.strictObject({
  eks: eks.optional(),
  gke: gke.optional(),
  existing: existingCluster.optional(),
  stack: stackName.optional(),
});
