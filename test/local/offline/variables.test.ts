import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withVariables } from "../../../local/offline/variables.ts";

describe("the variables of an offline run", () => {
  const before = { ...process.env };
  beforeEach(() => {
    process.env["AWS_REGION"] = "eu-central-1";
    process.env["AWS_ACCESS_KEY_ID"] = "real";
    process.env["KUBECONFIG"] = "/real/kubeconfig";
    process.env["GOOGLE_PROJECT"] = "real";
    process.env["KUBERNETES_LIKE"] = "kept";
    delete process.env["BEAM_FLINK_CRD_SKIP"];
  });
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  });

  test("are the given ones, without those of real clouds", async () => {
    const seen = await withVariables({ AWS_ACCESS_KEY_ID: "stand-in", BEAM_FLINK_CRD_SKIP: "true" }, async () => ({ ...process.env }));
    expect(seen).toMatchObject({ AWS_ACCESS_KEY_ID: "stand-in", BEAM_FLINK_CRD_SKIP: "true", KUBERNETES_LIKE: "kept" });
    for (const name of ["AWS_REGION", "KUBECONFIG", "GOOGLE_PROJECT"]) expect(seen).not.toHaveProperty(name);
  });

  test("are put back afterwards, also after an error", async () => {
    const all = { ...process.env };
    await withVariables({ AWS_ACCESS_KEY_ID: "stand-in", BEAM_FLINK_CRD_SKIP: "true" }, async () => {});
    expect(process.env).toEqual(all);
    const failing = withVariables({ AWS_ACCESS_KEY_ID: "stand-in" }, () => Promise.reject(new Error("failed")));
    await expect(failing).rejects.toThrow("failed");
    expect(process.env).toEqual(all);
  });
});
