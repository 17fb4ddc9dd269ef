import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FlinkJob } from "../../local/environment/flinkJob.ts";
import type { JobStack } from "../../local/environment/jobStack.ts";
import { KafkaBroker } from "../../local/kafka/kafkaBroker.ts";
import { kafkaJob } from "../../local/kafka/kafkaJob.ts";
import { type Sample, startKafka, taskManagerMetrics, taskManagers } from "../support/running/kafka.ts";
import { NAMESPACE, runningPlatform, type RunningPlatform } from "../support/running/platform.ts";
import { until } from "../support/until.ts";

/** A name of its own in each run: the bucket keeps what it knows of jobs that are gone. */
const JOB = `kafka-${Date.now().toString(36)}`;
const BURST = 2000;
const CHECKS = ["sequenceChecked", "sequenceGaps", "sequenceRepeats", "sequenceEarly"] as const;

/** The first read is of the busy topic and the nearly idle one, the second of a topic that nobody writes any more. */
const READS = [["busy", "idle"], ["burst"]];

describe("a job that reads Kafka", () => {
  let platform: RunningPlatform;
  let stack: JobStack;
  let job: FlinkJob;
  beforeAll(async () => {
    platform = await runningPlatform();
    const { broker, jobImage } = await startKafka(platform);
    await broker.produce({ topic: "burst", records: BURST });
    await broker.produce({ topic: "idle", rate: 0.5 });
    // Twice of what the job can take with its delay: there is always a backlog.
    await broker.produce({ topic: "busy", partitions: 2, rate: 400, keys: 20 });
    await broker.written("burst", 180);
    stack = await platform.openStack("kafka");
    stack.use({ [JOB]: await kafkaJob({ image: jobImage, reads: READS, delayMicros: 5000 }) });
    await stack.stack.up({ color: "never" });
    job = platform.job(JOB);
  });
  afterAll(async () => {
    await stack?.stack.destroy({ color: "never" });
    await stack?.close();
    await KafkaBroker.remove(platform.kubectl);
  });

  test("reads each of the topics once", async () => {
    const topics = ["busyRecords", "idleRecords", "burstRecords"] as const;
    const read = await until("records of all topics", 180, async () => {
      const counted = await job.counters(topics);
      return (counted.busyRecords ?? 0) > 0 && (counted.idleRecords ?? 0) > 0 && (counted.burstRecords ?? 0) >= BURST ? counted : undefined;
    });
    expect(read.burstRecords).toBe(BURST);
    expect(await job.counters(CHECKS)).toMatchObject({ sequenceGaps: 0, sequenceRepeats: 0 });
  });

  test("shows its backlog in Flink's REST API", async () => {
    const metrics = await until("the backlog", 60, async () => {
      const names = (await sourceMetrics(job)).map(({ id }) => id.slice(id.lastIndexOf(".") + 1));
      return names.includes("source_splits_0_backlog_bytes") ? names : undefined;
    });
    expect(metrics).toEqual(
      expect.arrayContaining(["source_splits_0_backlog_bytes", "source_splits_0_backlog_elements", "pendingBytes", "numRecordsIn"]),
    );
    // What the operator's autoscaler would read.
    expect(metrics).not.toContain("pendingRecords");
  });

  test("shows its backlog at the Prometheus endpoint, for each read the live bytes", async () => {
    const all = await until("a backlog of the busy topic", 60, async () => {
      const found = await taskManagerMetrics(platform, JOB);
      return (valueOf(found, 0, "pendingBytes") ?? 0) > 0 ? found : undefined;
    });
    for (const metric of ["source_splits_0_backlog_bytes", "source_splits_0_backlog_elements"])
      expect(valueOf(all, 0, metric)).toBeGreaterThan(0);
    const labels = all.find(({ name }) => name === `${OPERATOR}pendingBytes`)?.labels;
    expect(labels).toMatchObject({ job_name: JOB, operator_name: expect.stringContaining("KafkaIO"), subtask_index: "0" });
    expect(all.some(({ name }) => name.endsWith("pendingRecords"))).toBe(false);
  });

  test("keeps a split's last backlog where no records come, while pendingBytes falls to 0", async () => {
    const all = await until("the end of the burst's backlog", 120, async () => {
      const found = await taskManagerMetrics(platform, JOB);
      return valueOf(found, 1, "pendingBytes") === 0 ? found : undefined;
    });
    // Beam 2.70 sets it when a batch of records arrives, before they are read.
    expect(valueOf(all, 1, "source_splits_0_backlog_elements")).toBeGreaterThan(0);
  });

  test("loses and doubles nothing when its TaskManager is killed", async () => {
    const before = (await job.checkpoints())?.counts;
    const [pod] = await taskManagers(platform.kubectl, JOB);
    await platform.kubectl.run(["-n", NAMESPACE, "delete", "pod", pod!, "--grace-period=0", "--force"]);
    await until(
      "a restored checkpoint",
      180,
      async () => ((await job.checkpoints())?.counts.restored ?? 0) > (before?.restored ?? 0) || undefined,
    );
    // Counts begin anew: these elements came after the restart, fifty for each key of the busy topic.
    const after = await until("elements after the restart", 180, async () => {
      const counted = await job.counters(CHECKS);
      return (counted.sequenceChecked ?? 0) >= 1000 ? counted : undefined;
    });
    // A lost element would keep the later ones of its key waiting, and they would count as early.
    expect(after).toMatchObject({ sequenceGaps: 0, sequenceRepeats: 0, sequenceEarly: 0 });
  });
});

const OPERATOR = "flink_taskmanager_job_task_operator_";

/** The value of a metric of the source of a read, by the read's number. */
function valueOf(all: readonly Sample[], read: number, metric: string): number | undefined {
  const ofRead = ({ labels }: Sample) => labels["operator_name"]?.startsWith(`Source: read-${read}-kafka/`) === true;
  return all.find((sample) => sample.name === `${OPERATOR}${metric}` && ofRead(sample))?.value;
}

async function sourceMetrics(job: FlinkJob): Promise<readonly { id: string }[]> {
  const { jid } = (await job.overview())!;
  const { vertices } = await job.get<{ vertices: readonly { id: string; name: string }[] }>(`/jobs/${jid}`);
  const source = vertices.find(({ name }) => name.includes("read-0-kafka"))!;
  return job.get(`/jobs/${jid}/vertices/${source.id}/metrics`);
}
