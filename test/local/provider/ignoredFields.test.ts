import { describe, expect, test } from "vitest";
import { withLiveValues } from "../../../local/provider/ignoredFields.ts";

const METADATA = { name: "orders" };
const OBJECT = { apiVersion: "v1", kind: "Job", metadata: METADATA, spec: { image: "two", taskManager: { replicas: 1, slots: 2 } } };

describe("withLiveValues", () => {
  test("takes an ignored field as it is in the cluster, and the rest as it is given", () => {
    const live = { ...OBJECT, spec: { image: "one", taskManager: { replicas: 3, slots: 1 } } };
    const applied = withLiveValues(OBJECT, live, ["spec.taskManager.replicas"]);
    expect(applied["spec"]).toEqual({ image: "two", taskManager: { replicas: 3, slots: 2 } });
    expect(OBJECT.spec.taskManager.replicas).toBe(1);
  });

  test("gives the program's value where the cluster has none", () => {
    expect(withLiveValues(OBJECT, { ...OBJECT, spec: {} }, ["spec.taskManager.replicas", "spec.image"])).toEqual(OBJECT);
  });

  test("takes a field that the program does not have", () => {
    const live = { ...OBJECT, spec: { ...OBJECT.spec, job: { state: "running" } } };
    expect(withLiveValues(OBJECT, live, ["spec.job.state"])["spec"]).toMatchObject({ image: "two", job: { state: "running" } });
  });

  test("refuses a path that it does not read", () => {
    expect(() => withLiveValues(OBJECT, OBJECT, ["spec.containers[0].image"])).toThrow(/official kubernetes plugin/);
  });
});
