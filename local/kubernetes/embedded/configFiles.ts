/** The configuration files of the node's components. */
import { statfs, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { dump } from "js-yaml";
import { kubeconfigOf } from "./credentials.ts";

/** Pods' addresses: enough for the 110 pods that a kubelet takes. The network exists only within the cluster's namespace. */
export const POD_SUBNET = "10.244.0.0/24";

export const CONTAINERD_SOCKET = "/run/containerd/containerd.sock";

export const configFile = (cluster: string, name: string) => path.join(cluster, "config", name);

/** statfs type of overlayfs, which cannot hold another overlayfs' layers: a container's root is one. */
const OVERLAYFS = 0x794c7630;

/** The parts that only the start of a cluster knows. */
export interface NodeFacts {
  readonly cluster: string;
  readonly nodeAddress: string;
  /** Image of the container that holds a pod's namespaces. */
  readonly sandboxImage: string;
}

/** Writes all of them. */
export async function writeConfigFiles(facts: NodeFacts): Promise<void> {
  const { cluster } = facts;
  const snapshotter = (await statfs(cluster)).type === OVERLAYFS ? "native" : "overlayfs";
  const files = {
    "containerd.toml": containerdConfig(facts, snapshotter),
    "pods.conflist": JSON.stringify(podNetwork, undefined, 2),
    "kubelet.yaml": dump(kubeletConfig(facts)),
    Corefile: corefile(facts),
    "firewall.nft": FIREWALL,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(configFile(cluster, name), text, { mode: 0o600 });
}

function containerdConfig({ cluster, sandboxImage }: NodeFacts, snapshotter: string): string {
  const root = path.join(cluster, "data", "containerd");
  const quote = (text: string) => JSON.stringify(text);
  return `version = 2
root = ${quote(root)}
state = "/run/containerd"
[grpc]
  address = "${CONTAINERD_SOCKET}"
[plugins."io.containerd.internal.v1.opt"]
  path = ${quote(path.join(root, "opt"))}
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = ${quote(sandboxImage)}
  # Without CAP_SYS_RESOURCE, as in many containers, runc dies when it lowers the score of a pod's first process.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = ${quote(path.join(cluster, "config"))}
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "${snapshotter}"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
`;
}

const podNetwork = {
  cniVersion: "0.4.0",
  name: "pods",
  plugins: [
    {
      type: "bridge",
      bridge: "cni0",
      isGateway: true,
      ipMasq: true,
      // A pod may reach itself through its Service.
      hairpinMode: true,
      ipam: { type: "host-local", ranges: [[{ subnet: POD_SUBNET }]], routes: [{ dst: "0.0.0.0/0" }] },
    },
    { type: "portmap", capabilities: { portMappings: true } },
  ],
};

function kubeletConfig({ nodeAddress }: NodeFacts): object {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    // The API server can identify itself to a kubelet by certificate only, and there is none: FIREWALL keeps everybody else out.
    authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
    authorization: { mode: "AlwaysAllow" },
    readOnlyPort: 0,
    cgroupDriver: "cgroupfs",
    containerRuntimeEndpoint: `unix://${CONTAINERD_SOCKET}`,
    failSwapOn: false,
    clusterDNS: [nodeAddress],
    clusterDomain: "cluster.local",
    resolvConf: "",
    // Images come from archives and cannot be pulled again: they are never collected as garbage.
    imageGCHighThresholdPercent: 100,
    // The default also evicts pods when the person's disk is 90 % full.
    evictionHard: { "memory.available": "50Mi" },
    // The defaults (1 min, 10 s, 20 s) suit a large cluster; a person waits for this one.
    syncFrequency: "5s",
    nodeStatusUpdateFrequency: "5s",
  };
}

function corefile({ cluster, nodeAddress }: NodeFacts): string {
  return `.:53 {
  bind ${nodeAddress}
  ready 127.0.0.1:8181
  errors
  cache 5
  kubernetes cluster.local in-addr.arpa {
    kubeconfig ${JSON.stringify(kubeconfigOf(cluster, "coredns"))}
  }
}
`;
}

/** The kubelet's API is open to whoever reaches it: only the node itself may. */
const FIREWALL = `table inet beam_flink {
  chain input {
    type filter hook input priority filter
    iifname { "cni0", "eth0" } tcp dport 10250 drop
  }
}
`;
