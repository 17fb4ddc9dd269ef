/**
 * The bucket of the local environment: versitygw, an S3-compatible server, as a pod over a folder of the node. It stands in
 * for AWS S3. Its data lies in a volume on the node and survives the pod, the cluster's restart and `npm run down`.
 */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import * as z from "zod";
import { UserError } from "../support/errors.ts";
import type { StateFolder } from "../support/stateFolder.ts";
import { writeFileAtomic } from "../support/writeFile.ts";
import type { Kubectl } from "./kubectl.ts";

export const S3_NAMESPACE = "beam-flink-storage";
export const S3_SERVICE = "s3";
export const S3_PORT = 7070;
export const S3_REGION = "us-east-1";
/** The bucket that `stacks/Pulumi.local.yaml` names. */
export const BUCKET = "flink";

const Keys = z.object({ accessKey: z.string().min(1), secretKey: z.string().min(1) });

export type S3Keys = Readonly<z.infer<typeof Keys>>;

/** The server's keys: random, made once per state folder, readable by its owner only. */
export async function s3Keys(state: StateFolder): Promise<S3Keys> {
  const file = state.file("s3-keys.json");
  const found = Keys.safeParse(jsonOf(await readFile(file, "utf8").catch(() => "")));
  if (found.success) return found.data;
  // The server that wrote the bucket knows the old keys only.
  if (existsSync(bucketFolder(state))) {
    throw new UserError(
      `${file} does not hold the keys of the bucket in ${bucketFolder(state)}: put the file back, or remove both with npm run down -- --purge.`,
    );
  }
  const keys: S3Keys = { accessKey: randomBytes(10).toString("hex"), secretKey: randomBytes(30).toString("base64url") };
  await mkdir(state.dir, { recursive: true, mode: 0o700 });
  await writeFileAtomic(file, JSON.stringify(keys), 0o600);
  return keys;
}

/** The server's data, as a folder of the node. */
export const bucketFolder = (state: StateFolder) => state.file("bucket");

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Applies the server and waits until it answers. `dataFolder` is a folder of the node. */
export async function startS3Server(kubectl: Kubectl, image: string, keys: S3Keys, dataFolder: string): Promise<void> {
  await kubectl.apply([{ apiVersion: "v1", kind: "Namespace", metadata: { name: S3_NAMESPACE } }]);
  await kubectl.apply(objects(image, keys, dataFolder));
  await kubectl.run(["-n", S3_NAMESPACE, "rollout", "status", `deployment/${S3_SERVICE}`, "--timeout=180s"]);
}

/** Removes the server; false when it could not remove its data first. */
export async function removeS3Server(kubectl: Kubectl): Promise<boolean> {
  // Nobody else gets at a folder of the node.
  const remove = ["-n", S3_NAMESPACE, "exec", `deployment/${S3_SERVICE}`, "--", "/bin/sh", "-c", "rm -rf /data/* /data/.[!.]*"];
  const emptied = await kubectl.run(remove).then(
    () => true,
    () => false,
  );
  await kubectl.run(["delete", "namespace", S3_NAMESPACE, "--ignore-not-found", "--timeout=120s"]);
  return emptied;
}

function objects(image: string, keys: S3Keys, dataFolder: string): object[] {
  const metadata = { name: S3_SERVICE, namespace: S3_NAMESPACE };
  const labels = { app: S3_SERVICE };
  const key = (name: string, field: string) => ({ name, valueFrom: { secretKeyRef: { name: S3_SERVICE, key: field } } });
  const data = { name: "data", mountPath: "/data" };
  const locked = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
  return [
    { apiVersion: "v1", kind: "Secret", metadata, stringData: { ...keys } },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        replicas: 1,
        strategy: { type: "Recreate" },
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 2,
            securityContext: { runAsUser: 9999, runAsGroup: 9999, runAsNonRoot: true },
            initContainers: [
              // A folder below the root is a bucket. The kubelet makes the root as root's, so its owner is set here.
              {
                name: "bucket",
                image,
                command: ["/bin/sh", "-c", `mkdir -p /data/${BUCKET} && chown -R 9999:9999 /data`],
                securityContext: { runAsUser: 0, runAsNonRoot: false },
                volumeMounts: [data],
              },
            ],
            containers: [
              {
                name: "s3",
                image,
                args: ["--port", `:${S3_PORT}`, "--health", "/health", "--quiet", "--region", S3_REGION, "posix", "/data"],
                env: [key("ROOT_ACCESS_KEY", "accessKey"), key("ROOT_SECRET_KEY", "secretKey")],
                ports: [{ containerPort: S3_PORT }],
                readinessProbe: { httpGet: { path: "/health", port: S3_PORT }, periodSeconds: 1 },
                resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "256Mi" } },
                securityContext: locked,
                volumeMounts: [data],
              },
            ],
            volumes: [{ name: "data", hostPath: { path: dataFolder, type: "DirectoryOrCreate" } }],
          },
        },
      },
    },
    { apiVersion: "v1", kind: "Service", metadata, spec: { selector: labels, ports: [{ name: "s3", port: S3_PORT }] } },
  ];
}
