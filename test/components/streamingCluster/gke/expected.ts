/** What the parts of a cluster on Google Cloud are made with by default, with preset production. */
import { LABELS, NAME, PROJECT, REGION } from "./program.ts";

const EMAIL = "nodes@example-project.iam.gserviceaccount.com";
export const MEMBER = `serviceAccount:${EMAIL}`;
/** With the beginning of the SHA-256 of "europe-west3/streaming". */
export const IN_PROJECT = "streaming-2198911c";

const NODE_SECURITY = {
  oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
  shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
  workloadMetadataConfig: { mode: "GKE_METADATA" },
};

export const PRIVATE_NETWORKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map((cidrBlock) => ({
  cidrBlock,
  displayName: "private addresses",
}));

export const CLUSTER = {
  project: PROJECT,
  location: REGION,
  name: "streaming",
  resourceLabels: LABELS,
  deletionProtection: true,
  releaseChannel: { channel: "STABLE" },
  maintenancePolicy: {
    recurringWindow: {
      startTime: "2025-01-06T02:00:00Z",
      endTime: "2025-01-06T06:00:00Z",
      recurrence: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH",
    },
  },
  network: `${NAME}-network-id`,
  subnetwork: `${NAME}-subnetwork-id`,
  networkingMode: "VPC_NATIVE",
  ipAllocationPolicy: { clusterSecondaryRangeName: "pods", servicesSecondaryRangeName: "services" },
  datapathProvider: "ADVANCED_DATAPATH",
  enableIntranodeVisibility: false,
  privateClusterConfig: {
    enablePrivateNodes: true,
    enablePrivateEndpoint: true,
    masterIpv4CidrBlock: "172.16.0.0/28",
    masterGlobalAccessConfig: { enabled: true },
  },
  masterAuthorizedNetworksConfig: {
    cidrBlocks: PRIVATE_NETWORKS,
    gcpPublicCidrsAccessEnabled: false,
    privateEndpointEnforcementEnabled: true,
  },
  controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: false }, ipEndpointsConfig: { enabled: true } },
  workloadIdentityConfig: { workloadPool: "example-project.svc.id.goog" },
  enableShieldedNodes: true,
  enableLegacyAbac: false,
  masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
  databaseEncryption: { state: "DECRYPTED" },
  securityPostureConfig: { mode: "BASIC", vulnerabilityMode: "VULNERABILITY_DISABLED" },
  loggingConfig: { enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS"] },
  monitoringConfig: { enableComponents: ["SYSTEM_COMPONENTS"], managedPrometheus: { enabled: false } },
  costManagementConfig: { enabled: true },
  removeDefaultNodePool: true,
  initialNodeCount: 1,
  nodeConfig: { ...NODE_SECURITY, machineType: "e2-medium", diskType: "pd-standard", diskSizeGb: 20, serviceAccount: EMAIL },
};

const POOL = {
  project: PROJECT,
  location: REGION,
  cluster: "streaming",
  management: { autoRepair: true, autoUpgrade: true },
};
const NODE = {
  ...NODE_SECURITY,
  serviceAccount: EMAIL,
  imageType: "COS_CONTAINERD",
  kubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE" },
  resourceLabels: LABELS,
};
export const dedicated = (pool: string) => ({
  labels: { "beam-flink/pool": pool },
  taints: [{ key: "beam-flink/pool", value: pool, effect: "NO_SCHEDULE" }],
});

export const SYSTEM_POOL = {
  ...POOL,
  name: "system",
  initialNodeCount: 1,
  autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 6, locationPolicy: "BALANCED" },
  upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
  nodeConfig: { ...NODE, machineType: "e2-standard-2", spot: false, diskType: "pd-balanced", diskSizeGb: 50 },
};
export const JOB_MANAGER_POOL = {
  ...POOL,
  name: "jobmanagers",
  initialNodeCount: 1,
  autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: 10, locationPolicy: "BALANCED" },
  upgradeSettings: {
    strategy: "BLUE_GREEN",
    blueGreenSettings: { standardRolloutPolicy: { batchNodeCount: 1, batchSoakDuration: "60s" }, nodePoolSoakDuration: "300s" },
  },
  nodeConfig: {
    ...NODE,
    machineType: "e2-standard-4",
    spot: false,
    diskType: "pd-balanced",
    diskSizeGb: 50,
    ...dedicated("jobmanagers"),
  },
};
export const TASK_MANAGER_POOL = {
  ...POOL,
  name: "taskmanagers",
  initialNodeCount: 0,
  autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 100, locationPolicy: "BALANCED" },
  upgradeSettings: { strategy: "SURGE", maxSurge: 10, maxUnavailable: 0 },
  nodeConfig: { ...NODE, machineType: "n2-standard-4", spot: false, diskType: "pd-ssd", diskSizeGb: 100, ...dedicated("taskmanagers") },
};
