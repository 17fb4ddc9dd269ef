import { describe, expect, test } from "vitest";
import { readClusterView } from "../../../model/views/clusterView.ts";
import { clusterLogging as rule } from "../../../model/rules/clusterLogging.ts";
import { NOT_YET } from "./jobs.ts";
import { eks, gke, resource } from "./stacks.ts";

const types = (...enabledClusterLogTypes: unknown[]) => eks({ enabledClusterLogTypes });
const components = (...enableComponents: unknown[]) => gke({ loggingConfig: { enableComponents } });

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["the logs of EKS that tell who did what", types("audit", "api", "authenticator")],
    ["them beside one that is not known yet", types("audit", NOT_YET, "api", "authenticator")],
    ["the defaults of GKE", gke({})],
    ["the system components of GKE", components("SYSTEM_COMPONENTS")],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    ["the default of EKS", eks({}), "not set (EKS sends none)", "api, audit, authenticator (missing: api, audit, authenticator)"],
    [
      "a log that is missing",
      types("api", "audit", "scheduler"),
      "api, audit, scheduler",
      "api, audit, authenticator (missing: authenticator)",
    ],
    ["no components", components(), "none", "SYSTEM_COMPONENTS (missing: SYSTEM_COMPONENTS)"],
    ["workloads alone", components("WORKLOADS"), "WORKLOADS", "SYSTEM_COMPONENTS (missing: SYSTEM_COMPONENTS)"],
    ["logs turned off", gke({ loggingService: "none" }), "none (loggingService)", "SYSTEM_COMPONENTS"],
  ])("is broken by %s", (_, view, value, limit) => {
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ field: "logs of the cluster", value, limit }] });
  });

  test.each([
    ["logs that are not known yet", eks({ enabledClusterLogTypes: NOT_YET })],
    ["a log that is not known yet", types("api", "audit", NOT_YET)],
    ["components that are not known yet", gke({ loggingConfig: NOT_YET })],
    ["a service that is not known yet", gke({ loggingService: NOT_YET })],
  ])("is not evaluated for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields: ["logs of the cluster"] });
  });

  test("takes other logs", () => {
    expect(rule.evaluate(types("audit"), { eksLogTypes: ["audit"] })).toEqual({ status: "compliant" });
    expect(rule.evaluate(gke({}), { gkeComponents: ["APISERVER"] })).toMatchObject({ status: "violated" });
    expect(rule.evaluate(gke({ loggingService: "none" }), { gkeComponents: [] })).toEqual({ status: "compliant" });
  });
});

test("readClusterView reads clusters alone", () => {
  expect(eks({ name: "streaming" }).name).toBe("streaming");
  expect(readClusterView(resource("aws:eks/nodeGroup:NodeGroup", "pool", {}))).toBeUndefined();
});
