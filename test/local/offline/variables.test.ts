import { expect, test } from "vitest";
import { offlineVariables } from "../../../local/offline/variables.ts";

test("an offline run sees the given variables, and none of real clouds, clusters and backends", () => {
  const given = {
    PATH: "/usr/bin",
    KUBERNETES_LIKE: "kept",
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "real",
    GOOGLE_PROJECT: "real",
    KUBECONFIG: "/real/kubeconfig",
    PULUMI_ACCESS_TOKEN: "real",
    PULUMI_BACKEND_URL: "s3://real",
    MIRROR: "https://mirror.example.com",
  };
  expect(offlineVariables(given, { AWS_ACCESS_KEY_ID: "stand-in", PULUMI_BACKEND_URL: "file:///tmp/x", MIRROR: undefined })).toEqual({
    PATH: "/usr/bin",
    KUBERNETES_LIKE: "kept",
    AWS_ACCESS_KEY_ID: "stand-in",
    PULUMI_BACKEND_URL: "file:///tmp/x",
  });
});
