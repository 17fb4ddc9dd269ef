import { describe, expect, test } from "vitest";
import { BeamJob, type BeamJobArgs } from "../../components/index.ts";
import { readJobView } from "../../model/index.ts";
import { preparePack } from "../../policies/evaluation.ts";
import { BASELINE } from "../../policies/packs/baseline.ts";
import { PRODUCTION } from "../../policies/packs/production.ts";
import { runWithMocks } from "../support/mocks.ts";

const DIGEST = "3b5f7a9c1d2e4f60718293a4b5c6d7e8f9012345678a9bcdef0123456789abcd";

const args: BeamJobArgs = {
  namespace: "beam",
  image: `registry.example/orders@sha256:${DIGEST}`,
  entryClass: "com.example.Orders",
  storage: { uri: "s3://example-state" },
};

/** The two lines that are tested as a whole, and the oldest Flink. */
const VERSIONS = [
  { beam: "2.77.0", flink: "2.2.1", operator: "1.15.0" },
  { beam: "2.70.0", flink: "1.20.5", operator: "1.10.0" },
  { beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" },
];

describe.each([BASELINE, PRODUCTION])("the pack $name", (pack) => {
  test.each(VERSIONS)("has nothing to say of a BeamJob with defaults on Beam $beam and Flink $flink", async (versions) => {
    const run = await runWithMocks(() => void new BeamJob("orders", { ...args, versions }));
    const evaluation = preparePack(pack, {}, new Date("2026-11-26")).job(readJobView(run.inputs("orders-deployment")), "beam/orders");
    expect(evaluation).toEqual({ findings: [], waived: [], notEvaluated: [], announcements: [] });
  });

  test.each(VERSIONS)("has nothing to say of one that scales on Beam $beam and Flink $flink", async (versions) => {
    const run = await runWithMocks(
      () => void new BeamJob("orders", { ...args, versions, parallelism: 4, autoscaling: {}, workload: { pipelines: 1 } }),
    );
    const { findings, notEvaluated } = preparePack(pack, {}, new Date("2026-11-26")).job(
      readJobView(run.inputs("orders-deployment")),
      "beam/orders",
    );
    // A job on several TaskManagers is told of its balance where nothing is said of it.
    expect(findings.filter(({ rule }) => rule !== "slot-balance")).toEqual([]);
    expect(notEvaluated).toEqual([]);
  });
});
