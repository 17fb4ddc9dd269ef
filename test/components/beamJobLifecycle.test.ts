/** What a job's manifest says of its deletion and its upgrades. */
import { describe, expect, test } from "vitest";
import { BeamJob, type BeamJobArgs, JobDrain, StreamingPlatform } from "../../components/index.ts";
import { runWithMocks } from "../support/mocks.ts";

const ON_DELETION = "kubernetes.operator.job.savepoint-on-deletion";
const DRAIN = "kubernetes.operator.job.drain-on-savepoint-deletion";

const JOB: BeamJobArgs = { namespace: "beam", image: "image:1", entryClass: "com.example.Orders", storage: { uri: "s3://flink" } };

const deploymentOf = async (args: Partial<BeamJobArgs>) =>
  (await runWithMocks(() => void new BeamJob("orders", { ...JOB, ...args }))).inputs("orders-deployment");

/** Keys of the operator that decide about a job's end. */
function endOf({ spec }: Awaited<ReturnType<typeof deploymentOf>>): Record<string, string> {
  const settings: Record<string, string> = spec.flinkConfiguration;
  return Object.fromEntries(Object.entries(settings).filter(([key]) => key.startsWith("kubernetes.operator.job.")));
}

describe("the manifest of a job", () => {
  test.each([
    [undefined, "false"],
    ["cancel", "false"],
    ["savepoint", "true"],
    ["drain", "true"],
  ] as const)("with onDelete %s has savepoint-on-deletion %s, and never the drain flag", async (onDelete, savepoint) => {
    expect(endOf(await deploymentOf({ onDelete }))).toEqual({ [ON_DELETION]: savepoint, [DRAIN]: "false" });
  });

  test("says how long a drain may take, where there is one", async () => {
    expect((await deploymentOf({ onDelete: "drain" })).metadata.annotations).toEqual({
      "pulumi.com/patchForce": "true",
      "beam-flink/drain-timeout-seconds": "600",
    });
    const short = await deploymentOf({ onDelete: "drain", drainTimeout: "1 min" });
    expect(short.metadata.annotations["beam-flink/drain-timeout-seconds"]).toBe("60");
    expect((await deploymentOf({ onDelete: "savepoint" })).metadata.annotations).toEqual({ "pulumi.com/patchForce": "true" });
  });

  test.each(["savepoint", "last-state", "stateless"] as const)("has upgradeMode %s whatever onDelete says", async (upgradeMode) => {
    expect((await deploymentOf({ upgradeMode, onDelete: "drain" })).spec.job).toMatchObject({ upgradeMode, state: "running" });
  });

  test("does not record what drains it", async () => {
    const { resources } = await runWithMocks(() => {
      void new BeamJob("orders", { ...JOB, onDelete: "drain", drain: new JobDrain("shared") });
    });
    const recorded = resources.find(({ type }) => type === "beam-flink:index:BeamJob");
    expect(recorded?.inputs).toMatchObject({ onDelete: "drain" });
    expect(recorded?.inputs).not.toHaveProperty("drain");
  });
});

describe("wrong arguments", () => {
  test.each<[string, Partial<BeamJobArgs>, RegExp]>([
    ["another word", JSON.parse('{ "onDelete": "suspend" }'), /onDelete is "suspend": must be one of cancel, savepoint, drain/],
    ["a time-out without a drain", { drainTimeout: "1 min" }, /drainTimeout is "1 min": needs onDelete "drain"\. Set onDelete to "drain"/],
    ["a time-out of a savepoint", { onDelete: "savepoint", drainTimeout: "1 min" }, /drainTimeout is "1 min": needs onDelete "drain"/],
    ["no time", { onDelete: "drain", drainTimeout: "0 s" }, /drainTimeout is "0 s": must be whole seconds, at least 1 s/],
    ["less than a second", { onDelete: "drain", drainTimeout: "1500 ms" }, /drainTimeout is "1500 ms": must be whole seconds/],
    ["no duration", { onDelete: "drain", drainTimeout: "soon" }, /drainTimeout is "soon"/],
    ["a flag of the operator", { flinkConfiguration: { [ON_DELETION]: "true" } }, /savepoint-on-deletion.*Set it by onDelete/],
    ["the drain flag", { flinkConfiguration: { [DRAIN]: "true" } }, /drain-on-savepoint-deletion.*Set it by onDelete/],
  ])("are refused: %s", async (_, args, message) => {
    await expect(deploymentOf(args)).rejects.toThrow(message);
  });

  test("are refused: a JobDrain of a job that is not drained", async () => {
    await expect(runWithMocks(() => void new BeamJob("orders", { ...JOB, drain: new JobDrain("shared") }))).rejects.toThrow(
      'drain is "a JobDrain": needs onDelete "drain"',
    );
  });

  test("are refused of a platform's job under their whole name", async () => {
    const program = () => {
      void new StreamingPlatform("streaming", {
        cluster: { existing: {} },
        bucket: { endpoint: { url: "http://s3:7070", bucket: "flink", accessKey: "a", secretKey: "b" } },
        jobs: { orders: { image: "image:1", entryClass: "com.example.Orders", drainTimeout: "1 min" } },
      });
    };
    await expect(runWithMocks(program)).rejects.toThrow('jobs.orders.drainTimeout is "1 min": needs onDelete "drain"');
  });

  test.each(["drain", "Cancel", "true"])("are refused: BEAM_FLINK_ON_DELETE=%s", async (value) => {
    process.env["BEAM_FLINK_ON_DELETE"] = value;
    try {
      const run = runWithMocks(() => void new BeamJob("orders", { ...JOB, onDelete: "drain", drain: new JobDrain("shared") }));
      await expect(run).rejects.toThrow(`BEAM_FLINK_ON_DELETE is "${value}": must be savepoint or cancel.`);
    } finally {
      delete process.env["BEAM_FLINK_ON_DELETE"];
    }
  });
});
