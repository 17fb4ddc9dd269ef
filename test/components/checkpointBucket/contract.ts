/** What every CheckpointBucket must do, whatever service keeps it: each variant's test runs this suite with its own arguments. */
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { BeamJob, CheckpointBucket, type CheckpointBucketArgs, type GrantArgs, type JobStorageArgs } from "../../../components/index.ts";
import { type MockRun, runWithMocks } from "../../support/mocks.ts";

export interface BucketVariant {
  readonly args: CheckpointBucketArgs;
  /** The same with another name of the bucket. */
  readonly named: (bucket: string) => CheckpointBucketArgs;
  readonly uri: string;
  readonly identity: GrantArgs["identity"];
  /** Resources, other than the component, whose loss loses state. */
  readonly protected: readonly string[];
  /** Texts that must not be in the state in clear. */
  readonly secrets: readonly string[];
}

const NAMESPACE = "beam";

/** A grant of the job `jobName`. */
export const grantOf = (jobName: string, identity: GrantArgs["identity"], more: Partial<GrantArgs> = {}): GrantArgs => ({
  namespace: NAMESPACE,
  jobName,
  serviceAccount: `job-${jobName}`,
  ...(identity === undefined ? {} : { identity }),
  ...more,
});

/** Runs `program` and returns, beside what it registered, its error: a refused program must have registered nothing. */
export async function tried(program: () => unknown): Promise<{ readonly run: MockRun; readonly message: string }> {
  let message = "";
  const run = await runWithMocks(() => {
    try {
      program();
    } catch (error) {
      message = error instanceof Error ? error.message : String(error);
    }
  });
  return { run, message };
}

/** Options of each resource that the component `name` with `args` registers, by the resource's name. */
export async function optionsOf(
  args: CheckpointBucketArgs,
  use: (bucket: CheckpointBucket) => void = () => {},
): Promise<ReadonlyMap<string, pulumi.CustomResourceOptions>> {
  const seen = new Map<string, pulumi.CustomResourceOptions>();
  const look: pulumi.ResourceTransformation = ({ name, opts }) => {
    seen.set(name, opts);
    return undefined;
  };
  await runWithMocks(() => use(new CheckpointBucket("state", args, { transformations: [look] })));
  return seen;
}

const withJobs = (args: CheckpointBucketArgs, grants: readonly GrantArgs[]) =>
  runWithMocks(() => {
    const bucket = new CheckpointBucket("state", args);
    for (const grant of grants) {
      const storage = bucket.grant(grant.jobName, grant);
      void new BeamJob(grant.jobName, {
        namespace: NAMESPACE,
        image: "image:1",
        entryClass: "com.example.Job",
        storage,
        startTimeout: "0 s",
      });
    }
  });

/** Registers the suite. */
export function bucketContract({ args, named, uri, identity, protected: guarded, secrets }: BucketVariant): void {
  test("tells its address in a preview", async () => {
    let seen = "";
    await runWithMocks(() => void new CheckpointBucket("state", args).uri.apply((value) => (seen = value)));
    expect(seen).toBe(uri);
  });

  test("hands a job the address, and settings without a key", async () => {
    let storage: JobStorageArgs | undefined;
    await runWithMocks(() => void (storage = new CheckpointBucket("state", args).grant("orders", grantOf("orders", identity))));
    expect(storage?.uri).toBe(uri);
    expect(Object.keys(storage?.flinkConfiguration ?? {}).filter((key) => /access.?key|secret|token|keyfile/i.test(key))).toEqual([]);
  });

  test("hands a job what must be there before its pods start", async () => {
    let names: readonly string[] = [];
    const run = await runWithMocks(() => {
      const storage = new CheckpointBucket("state", args).grant("orders", grantOf("orders", identity));
      names = (storage.resources ?? []).map((resource) => Reflect.get(resource, "__name"));
    });
    const registered = run.resources.filter(({ type }) => !type.startsWith("beam-flink:")).map(({ name }) => name);
    expect(names.toSorted()).toEqual(registered.toSorted());
    expect(names).not.toEqual([]);
  });

  test("keeps all that a job writes below its own folder", async () => {
    const run = await withJobs(args, [grantOf("orders", identity)]);
    const settings: Record<string, string> = run.inputs("orders-deployment")["spec"].flinkConfiguration;
    const addresses = Object.values(settings).filter((value) => value.includes("://") && !value.startsWith("http"));
    expect(addresses.toSorted()).toEqual(["checkpoints", "ha", "ha/job-results", "savepoints"].map((folder) => `${uri}/orders/${folder}`));
  });

  test("gives two jobs two folders, of which neither holds the other", async () => {
    const run = await withJobs(args, [grantOf("orders", identity), grantOf("orders-by-hour", identity)]);
    const folder = (job: string): string => {
      const checkpoints: string = run.inputs(`${job}-deployment`)["spec"].flinkConfiguration["execution.checkpointing.dir"];
      return checkpoints.slice(0, -"checkpoints".length);
    };
    expect(folder("orders")).toBe(`${uri}/orders/`);
    expect(folder("orders-by-hour").startsWith(folder("orders"))).toBe(false);
  });

  test("refuses to let two jobs into one folder", async () => {
    const { message } = await tried(() => {
      const bucket = new CheckpointBucket("state", args);
      bucket.grant("orders", grantOf("orders", identity));
      bucket.grant("again", grantOf("orders", identity, { serviceAccount: "another" }));
    });
    expect(message).toMatch(/CheckpointBucket\.grant "again": jobName is "orders": must be granted once per bucket/);
  });

  test("registers nothing of a grant that it refuses", async () => {
    const { run, message } = await tried(() => {
      new CheckpointBucket("state", args).grant("orders", grantOf("Orders", identity));
    });
    expect(message).toMatch(/CheckpointBucket\.grant "orders": jobName is "Orders": must be 1 to 45 lower-case letters/);
    expect(run.list.filter((item) => item.includes("orders"))).toEqual([]);
  });

  test.each<[string, object, RegExp]>([
    ["a namespace that is none", { namespace: "Beam" }, /namespace is "Beam": must be the name of a namespace/],
    ["no namespace", { namespace: undefined }, /namespace is not set: must be set\. Give the namespace/],
    ["no name of the job", { jobName: undefined }, /jobName is not set: must be set\. Give the name of the job/],
    ["no service account", { serviceAccount: undefined }, /serviceAccount is not set: must be the name of a Kubernetes service account/],
  ])("refuses a grant with %s, and registers nothing of it", async (_, more, expected) => {
    const { run, message } = await tried(() => new CheckpointBucket("state", args).grant("orders", grantOf("orders", identity, more)));
    expect(message).toMatch(/^CheckpointBucket\.grant "orders": /);
    expect(message).toMatch(expected);
    expect(run.list.filter((item) => item.includes("orders"))).toEqual([]);
  });

  test("takes a namespace that is not known yet", async () => {
    const run = await runWithMocks(() => {
      const namespace = pulumi.output(Promise.resolve("beam"));
      new CheckpointBucket("state", args).grant("orders", grantOf("orders", identity, { namespace }));
    });
    expect(run.list.filter((item) => item.includes("orders"))).not.toEqual([]);
  });

  test("refuses what is no name of a service account", async () => {
    const { message } = await tried(() =>
      new CheckpointBucket("state", args).grant("orders", grantOf("orders", identity, { serviceAccount: "beam:job" })),
    );
    expect(message).toMatch(/serviceAccount is "beam:job": must be the name of a Kubernetes service account/);
  });

  test("keeps secrets out of the state", async () => {
    const run = await withJobs(args, [grantOf("orders", identity)]);
    const inClear = JSON.stringify(run.resources, (key, value: unknown) => (key === "secret" ? "hidden" : value));
    expect(secrets.filter((secret) => inClear.includes(secret))).toEqual([]);
  });

  test("protects in production exactly what holds state, and in development nothing", async () => {
    const guard = async (preset: "production" | "development") =>
      [...(await optionsOf({ ...args, preset }))].filter(([, options]) => options.protect === true).map(([name]) => name);
    expect(await guard("production")).toEqual(guarded);
    expect(await guard("development")).toEqual([]);
  });

  test.each(["Acme", "x", "acme/flink", "a".repeat(64)])("refuses the name %s before anything is registered", async (bucket) => {
    const { run, message } = await tried(() => new CheckpointBucket("state", named(bucket)));
    expect(message).toMatch(/^CheckpointBucket "state": (s3|gcs|endpoint)\.bucket is ".*": must be 3 to 63 /);
    expect(run.list).toEqual([]);
  });
}
