/** The command lines of the node's components. All ports are the usual ones, because they are within the cluster's network namespace. */
import * as path from "node:path";
import { CONTAINERD_SOCKET, configFile, POD_SUBNET } from "./configFiles.ts";
import { kubeconfigOf, serverCertificate, serviceAccountKey, tokenFile } from "./credentials.ts";

/** In the order in which they are started. */
export const COMPONENTS = [
  "containerd",
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubelet",
  "kube-proxy",
  "coredns",
] as const;

export type Component = (typeof COMPONENTS)[number];

export interface Programs {
  /** Folder of the Kubernetes components. */
  readonly kubernetes: string;
  /** Path of the CoreDNS binary. */
  readonly coredns: string;
}

/** Where a component says, inside the node, that it works. */
export const HEALTH: Readonly<Record<Exclude<Component, "containerd" | "kube-apiserver">, string>> = {
  etcd: "http://127.0.0.1:2379/health",
  "kube-controller-manager": "https://127.0.0.1:10257/healthz",
  "kube-scheduler": "https://127.0.0.1:10259/healthz",
  kubelet: "http://127.0.0.1:10248/healthz",
  "kube-proxy": "http://127.0.0.1:10256/healthz",
  coredns: "http://127.0.0.1:8181/ready",
};

const SERVICE_SUBNET = "10.96.0.0/16";

/** Program and arguments of each component. */
export function commands(cluster: string, nodeName: string, nodeAddress: string, programs: Programs): Record<Component, string[]> {
  const kubernetes = (name: string) => path.join(programs.kubernetes, name);
  const data = (name: string) => path.join(cluster, "data", name);
  const certificates = path.join(cluster, "certificates");
  const peer = "http://127.0.0.1:2380";
  const client = "http://127.0.0.1:2379";
  const controller = (name: "kube-controller-manager" | "kube-scheduler") => {
    const kubeconfig = kubeconfigOf(cluster, name);
    return [
      kubernetes(name),
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
      // The API server publishes how others authenticate some moments after it is ready; nobody asks these two for more than their health.
      "--authentication-tolerate-lookup-failure=true",
      "--bind-address=127.0.0.1",
      `--cert-dir=${path.join(certificates, name)}`,
      "--leader-elect=false",
    ];
  };
  return {
    containerd: ["containerd", "--config", configFile(cluster, "containerd.toml")],
    etcd: [
      kubernetes("etcd"),
      `--data-dir=${data("etcd")}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      "--log-level=warn",
    ],
    "kube-apiserver": [
      kubernetes("kube-apiserver"),
      `--etcd-servers=${client}`,
      // Its self-signed certificate is for the address that it advertises.
      `--advertise-address=${nodeAddress}`,
      `--cert-dir=${certificates}`,
      `--token-auth-file=${tokenFile(cluster)}`,
      "--authorization-mode=Node,RBAC",
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${serviceAccountKey(cluster)}`,
      `--service-account-signing-key-file=${serviceAccountKey(cluster)}`,
      `--service-cluster-ip-range=${SERVICE_SUBNET}`,
      "--enable-admission-plugins=NodeRestriction",
      // The node's name is in nobody's DNS.
      "--kubelet-preferred-address-types=InternalIP",
    ],
    "kube-controller-manager": [
      ...controller("kube-controller-manager"),
      "--use-service-account-credentials=true",
      `--service-account-private-key-file=${serviceAccountKey(cluster)}`,
      `--root-ca-file=${serverCertificate(cluster)}`,
      `--service-cluster-ip-range=${SERVICE_SUBNET}`,
    ],
    "kube-scheduler": controller("kube-scheduler"),
    kubelet: [
      kubernetes("kubelet"),
      `--config=${configFile(cluster, "kubelet.yaml")}`,
      `--kubeconfig=${kubeconfigOf(cluster, "kubelet")}`,
      `--hostname-override=${nodeName}`,
      `--node-ip=${nodeAddress}`,
      "--root-dir=/var/lib/kubelet",
      `--cert-dir=${path.join(certificates, "kubelet")}`,
    ],
    "kube-proxy": [
      kubernetes("kube-proxy"),
      "--proxy-mode=nftables",
      `--kubeconfig=${kubeconfigOf(cluster, "kube-proxy")}`,
      `--hostname-override=${nodeName}`,
      `--cluster-cidr=${POD_SUBNET}`,
      // By default it asks the API, which after a move to another network still has the node's old address.
      `--bind-address=${nodeAddress}`,
      `--nodeport-addresses=${nodeAddress}/32`,
      // The connection tracker's limits are the machine's, not the node's: leave them.
      "--conntrack-max-per-core=0",
      "--conntrack-tcp-timeout-established=0s",
      "--conntrack-tcp-timeout-close-wait=0s",
    ],
    coredns: [programs.coredns, "-conf", configFile(cluster, "Corefile")],
  };
}

/** `ctr` arguments that reach the node's containerd from within its mount namespace. */
export const CTR = ["ctr", "--address", CONTAINERD_SOCKET, "--namespace", "k8s.io"];
