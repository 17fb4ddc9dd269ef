/**
 * Who is who in the embedded cluster: random tokens, made once, and a kubeconfig for each identity.
 * The API server signs its own certificate; clients trust exactly that one.
 */
import { generateKeyPairSync, randomBytes, X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { dump } from "js-yaml";

/** Identities that log in to the API server: user name, and groups. The built-in RBAC roles know these names. */
const IDENTITIES = {
  admin: { user: "admin", groups: ["system:masters"] },
  "kube-controller-manager": { user: "system:kube-controller-manager", groups: [] },
  "kube-scheduler": { user: "system:kube-scheduler", groups: [] },
  "kube-proxy": { user: "system:kube-proxy", groups: [] },
  coredns: { user: "system:coredns", groups: [] },
  kubelet: { user: "system:node:", groups: ["system:nodes"] },
} as const;

type Identity = keyof typeof IDENTITIES;

const isIdentity = (name: string): name is Identity => name in IDENTITIES;

/** Bytes of a token: as many bits as a strong key has. */
const TOKEN_BYTES = 32;

/** A certificate that ends within this many milliseconds (30 days) is made anew. */
const RENEW_BEFORE = 30 * 24 * 60 * 60 * 1000;

export const tokenFile = (cluster: string) => path.join(cluster, "certificates", "tokens.csv");
export const serviceAccountKey = (cluster: string) => path.join(cluster, "certificates", "service-accounts.key");
export const serverCertificate = (cluster: string) => path.join(cluster, "certificates", "apiserver.crt");
export const kubeconfigOf = (cluster: string, identity: Identity) =>
  identity === "admin" ? path.join(cluster, "kubeconfig") : path.join(cluster, "config", `${identity}.kubeconfig`);

/** Makes what is not there yet; a server certificate for another address, or near its end, is removed so that it is made anew. */
export async function prepareCredentials(cluster: string, nodeName: string, nodeAddress: string): Promise<void> {
  if (!existsSync(tokenFile(cluster))) await writeFile(tokenFile(cluster), newTokens(nodeName), { mode: 0o600 });
  if (!existsSync(serviceAccountKey(cluster))) {
    const { privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs1", format: "pem" },
    });
    await writeFile(serviceAccountKey(cluster), privateKey, { mode: 0o600 });
  }
  if (existsSync(serverCertificate(cluster)) && !servesAddress(await readFile(serverCertificate(cluster)), nodeAddress)) {
    for (const file of ["apiserver.crt", "apiserver.key"]) await rm(path.join(cluster, "certificates", file), { force: true });
  }
}

/** Lines of `token,user,id,"group,group"`, the API server's own format. */
function newTokens(nodeName: string): string {
  return Object.entries(IDENTITIES)
    .map(([name, { user, groups }]) => {
      const fullUser = name === "kubelet" ? `${user}${nodeName}` : user;
      return `${randomBytes(TOKEN_BYTES).toString("hex")},${fullUser},${name},"${groups.join(",")}"\n`;
    })
    .join("");
}

function servesAddress(certificate: Buffer, address: string): boolean {
  const leaf = new X509Certificate(certificate);
  return leaf.checkIP(address) !== undefined && Date.parse(leaf.validTo) - Date.now() > RENEW_BEFORE;
}

/** Writes every identity's kubeconfig; the API server's certificate must be there. */
export async function writeKubeconfigs(cluster: string, clusterName: string, nodeAddress: string): Promise<void> {
  const certificate = await readFile(serverCertificate(cluster));
  for (const line of (await readFile(tokenFile(cluster), "utf8")).trim().split("\n")) {
    const [token, , name = ""] = line.split(",");
    if (!isIdentity(name)) continue;
    const kubeconfig = {
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: clusterName,
          cluster: { server: `https://${nodeAddress}:6443`, "certificate-authority-data": certificate.toString("base64") },
        },
      ],
      users: [{ name, user: { token } }],
      contexts: [{ name: clusterName, context: { cluster: clusterName, user: name } }],
      "current-context": clusterName,
    };
    const file = kubeconfigOf(cluster, name);
    await rm(file, { force: true });
    await writeFile(file, dump(kubeconfig, { lineWidth: -1 }), { mode: 0o600 });
  }
}
