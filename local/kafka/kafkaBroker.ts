/**
 * Kafka on a running environment, in place of a managed one: a single broker as a pod with a service, and producers as pods. For tests
 * and benchmarks, which start it and remove it with all its data.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Kubectl } from "../environment/kubectl.ts";

const NAMESPACE = "beam-flink-kafka";
const NAME = "kafka";
const PORT = 9092;
const HOST = `${NAME}.${NAMESPACE}.svc`;

/** What jobs and producers connect to. */
export const BOOTSTRAP_SERVERS = `${HOST}:${PORT}`;

const LOCKED = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };

/** What a producer writes. */
export interface Writing {
  /** Made when it is not there. */
  readonly topic: string;
  /** @default 1 */
  readonly partitions?: number;
  /** Records per second. @default as fast as the broker takes them */
  readonly rate?: number;
  /** Records in all. @default without end */
  readonly records?: number;
  /** Size of a record's value. @default 200 */
  readonly bytes?: number;
  /** Keys that the records are spread over. @default 100 */
  readonly keys?: number;
}

const Written = z.object({ topic: z.string(), records: z.int(), seconds: z.number() });

/** What a producer says that it has written. */
export type Written = z.infer<typeof Written>;

export class KafkaBroker {
  readonly #kubectl: Kubectl;
  readonly #image: string;

  private constructor(kubectl: Kubectl, image: string) {
    this.#kubectl = kubectl;
    this.#image = image;
  }

  /**
   * Starts an empty broker, in place of one that an interrupted run has left, and waits until it takes connections. `image` is the name
   * of the loaded Kafka image.
   */
  static async start(kubectl: Kubectl, image: string): Promise<KafkaBroker> {
    await KafkaBroker.remove(kubectl);
    await kubectl.apply([{ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } }]);
    await kubectl.apply(brokerObjects(image));
    await kubectl.run(["-n", NAMESPACE, "rollout", "status", `deployment/${NAME}`, "--timeout=180s"]);
    return new KafkaBroker(kubectl, image);
  }

  /** Removes the broker, its topics and every producer. */
  static async remove(kubectl: Kubectl): Promise<void> {
    await kubectl.run(["delete", "namespace", NAMESPACE, "--ignore-not-found", "--timeout=120s"]);
  }

  /** Starts a producer, which `written` waits for and `stop` ends; its name is its topic's. */
  async produce(writing: Writing): Promise<void> {
    const args = Object.entries(writing).map(([option, value]) => `--${option}=${value}`);
    await this.#kubectl.apply([
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: producerOf(writing.topic), namespace: NAMESPACE },
        spec: {
          restartPolicy: "Never",
          terminationGracePeriodSeconds: 1,
          securityContext: { runAsUser: 9999, runAsGroup: 9999, runAsNonRoot: true },
          containers: [
            {
              name: "producer",
              image: this.#image,
              args: ["-Xmx128m", "io.beamflink.local.kafka.Producer", `--servers=${BOOTSTRAP_SERVERS}`, ...args],
              resources: { requests: { cpu: "20m", memory: "128Mi" }, limits: { memory: "320Mi" } },
              securityContext: LOCKED,
            },
          ],
        },
      },
    ]);
  }

  /** Waits for a producer of a given number of records. */
  async written(topic: string, seconds: number): Promise<Written> {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(500)) {
      const phase = await this.#kubectl.run(["-n", NAMESPACE, "get", "pod", producerOf(topic), "-o", "jsonpath={.status.phase}"]);
      if (phase === "Succeeded") return Written.parse(JSON.parse(await this.#log(topic)));
      if (phase === "Failed") throw new Error(`the producer of ${topic} failed: ${await this.#log(topic)}`);
    }
    throw new Error(`the producer of ${topic} has not ended within ${seconds} s: ${await this.#log(topic)}`);
  }

  /** Ends a producer; its topic stays. */
  async stop(topic: string): Promise<void> {
    await this.#kubectl.run(["-n", NAMESPACE, "delete", "pod", producerOf(topic), "--ignore-not-found", "--timeout=60s"]);
  }

  #log(topic: string): Promise<string> {
    return this.#kubectl.run(["-n", NAMESPACE, "logs", producerOf(topic)]);
  }
}

const producerOf = (topic: string) => `producer-${topic}`;

function brokerObjects(image: string): object[] {
  const metadata = { name: NAME, namespace: NAMESPACE };
  const labels = { app: NAME };
  return [
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
            // The service's variables would be taken for the broker's settings.
            enableServiceLinks: false,
            securityContext: { runAsUser: 9999, runAsGroup: 9999, runAsNonRoot: true, fsGroup: 9999 },
            containers: [
              {
                name: "kafka",
                image,
                args: ["-Xmx320m", "io.beamflink.local.kafka.Broker", HOST, String(PORT), "/data"],
                ports: [{ containerPort: PORT }],
                readinessProbe: { tcpSocket: { port: PORT }, periodSeconds: 1, failureThreshold: 120 },
                resources: { requests: { cpu: "50m", memory: "384Mi" }, limits: { memory: "640Mi" } },
                securityContext: LOCKED,
                volumeMounts: [{ name: "data", mountPath: "/data" }],
              },
            ],
            volumes: [{ name: "data", emptyDir: {} }],
          },
        },
      },
    },
    { apiVersion: "v1", kind: "Service", metadata, spec: { selector: labels, ports: [{ name: "kafka", port: PORT }] } },
  ];
}
