/**
 * What a cloud would add to a resource's inputs once the resource exists, invented: ids, ARNs, endpoints, issuers. Only what other
 * resources or the stack's outputs read has to look right; every value says of itself that it stands in for a real one.
 */
import { isObject, type JsonObject, objectAt, textAt } from "../provider/values.ts";

/** The account and project number of all that is made up here: AWS's own example. */
export const STAND_IN_ACCOUNT = "123456789012";

/** A region where neither cloud is. */
export const STAND_IN_REGION = "xx-standin-1";

/** No name below `.invalid` is ever resolved (RFC 2606). */
const STAND_IN_HOST = "stand-in.invalid";

/** Base64 as the clouds give certificates, of a text that is none. */
const STAND_IN_CERTIFICATE = Buffer.from("stand-in, not a certificate\n").toString("base64");

/** An address of TEST-NET-1, which is nowhere (RFC 5737). */
const STAND_IN_ADDRESS = "192.0.2.1";

export interface NewResource {
  /** Type token: `aws:eks/cluster:Cluster`. */
  readonly type: string;
  /** Name in the program. */
  readonly name: string;
  readonly inputs: JsonObject;
}

type Computed = (resource: { readonly id: string; readonly inputs: JsonObject }) => JsonObject;

/** By type, what is added to the outputs that every resource of its package gets. */
const BY_TYPE: Readonly<Record<string, Computed>> = {
  "aws:ec2/eip:Eip": ({ id }) => ({ allocationId: id, publicIp: STAND_IN_ADDRESS }),
  "aws:eks/cluster:Cluster": ({ inputs }) => ({
    endpoint: `https://eks.${STAND_IN_HOST}`,
    certificateAuthority: { data: STAND_IN_CERTIFICATE },
    identities: [{ oidcs: [{ issuer: `https://oidc.eks.${STAND_IN_HOST}/id/STANDIN` }] }],
    status: "ACTIVE",
    vpcConfig: { ...objectAt(inputs, "vpcConfig"), vpcId: "vpc-stand-in", clusterSecurityGroupId: "sg-stand-in" },
  }),
  "aws:iam/role:Role": ({ id }) => ({ uniqueId: `AROASTANDIN${id}` }),
  "aws:kms/key:Key": ({ id }) => ({ keyId: id }),
  "aws:s3/bucket:Bucket": ({ id, inputs }) => ({ bucket: textAt(inputs, "bucket") ?? id }),
  "gcp:container/cluster:Cluster": () => ({
    endpoint: STAND_IN_ADDRESS,
    masterAuth: { clusterCaCertificate: STAND_IN_CERTIFICATE },
    controlPlaneEndpointsConfig: { dnsEndpointConfig: { endpoint: `gke.${STAND_IN_HOST}` } },
  }),
  "gcp:serviceaccount/account:Account": ({ inputs }) => {
    const email = `${textAt(inputs, "accountId") ?? "stand-in"}@${textAt(inputs, "project") ?? "stand-in"}.iam.gserviceaccount.com`;
    return { email, member: `serviceAccount:${email}`, name: `projects/-/serviceAccounts/${email}` };
  },
  "gcp:storage/bucket:Bucket": ({ id }) => ({ url: `gs://${id}` }),
  "kubernetes:flink.apache.org/v1beta1:FlinkDeployment": () => ({
    status: { lifecycleState: "STABLE", jobStatus: { state: "RUNNING" } },
  }),
};

/** The id of a resource of a cloud: the name it is given there, where it is given one. */
export function standInId({ name, inputs }: NewResource): string {
  return textAt(inputs, "name") ?? textAt(inputs, "bucket") ?? `stand-in-${name}`;
}

/** The outputs of a resource that exists: its inputs, and what is made up. */
export function standInOutputs({ type, name, inputs }: NewResource, id: string): JsonObject {
  const computed = { ...ofPackage(type, name, id, inputs), ...BY_TYPE[type]?.({ id, inputs }) };
  return under(computed, inputs);
}

function ofPackage(type: string, name: string, id: string, inputs: JsonObject): JsonObject {
  const [packageName, module = "", kind = ""] = type.split(":");
  // Metadata that the API server would write.
  if (packageName === "kubernetes") return { metadata: { uid: `stand-in-${name}`, generation: 1, resourceVersion: "1" } };
  const named = textAt(inputs, "name") ?? id;
  if (packageName === "gcp") return { name: named, selfLink: `https://${STAND_IN_HOST}/${module}/${id}` };
  if (packageName !== "aws") return { name: named };
  const region = textAt(inputs, "region") ?? STAND_IN_REGION;
  const [service = ""] = module.split("/");
  return { name: named, region, arn: `arn:aws:${service}:${region}:${STAND_IN_ACCOUNT}:${kind.toLowerCase()}/${id}` };
}

/** Inputs win over what is made up. */
function under(computed: JsonObject, inputs: JsonObject): JsonObject {
  const result: JsonObject = { ...computed };
  for (const [key, value] of Object.entries(inputs)) {
    const made = computed[key];
    result[key] = isObject(made) && isObject(value) ? under(made, value) : value;
  }
  return result;
}
