import { describe, expect, test } from "vitest";
import { refuseCredentialKeys, refuseCredentialVariables } from "../../model/staticCredentials.ts";

describe("refuseCredentialKeys", () => {
  test.each([
    "s3.access-key",
    "s3.access.key",
    "s3.secret-key",
    "s3.secret.key",
    "s3.session-token",
    "s3a.secret.key",
    "fs.s3a.access.key",
    "fs.s3a.secret.key",
    "fs.s3a.session.token",
    "fs.s3a.bucket.orders.secret.key",
    "presto.s3.access-key",
    "flink.hadoop.fs.s3a.secret.key",
    "gs.auth.service.account.json.keyfile",
    "fs.gs.auth.service.account.private.key",
    "google.cloud.auth.service.account.json.keyfile",
    "fs.azure.account.key.orders.blob.core.windows.net",
    "containerized.master.env.AWS_SECRET_ACCESS_KEY",
    "containerized.taskmanager.env.GOOGLE_APPLICATION_CREDENTIALS",
  ])("refuses %s and does not tell its value", (key) => {
    expect(() => refuseCredentialKeys({ "s3.endpoint": "http://s3", [key]: "example" }, "flinkConfiguration")).toThrow(
      `flinkConfiguration["${key}"] is "set": must not hold a static credential. Leave it out: the job gets its rights by its own identity`,
    );
  });

  test.each([
    "s3.endpoint",
    "s3.path.style.access",
    "s3.aws.credentials.provider",
    "s3.server-side-encryption.key",
    "fs.s3a.assumed.role.arn",
    "containerized.taskmanager.env.TZ",
    "kubernetes.secrets",
    "security.ssl.internal.key-password",
  ])("takes %s", (key) => {
    expect(() => refuseCredentialKeys({ [key]: "example" }, "flinkConfiguration")).not.toThrow();
  });
});

describe("refuseCredentialVariables", () => {
  test.each(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "GOOGLE_APPLICATION_CREDENTIALS"])("refuses %s", (name) => {
    expect(() => refuseCredentialVariables({ TZ: "UTC", [name]: "example" }, "environment")).toThrow(
      `environment.${name} is "set": must not hold a static credential. Leave it out`,
    );
  });

  test("takes variables of an identity and of the job", () => {
    const environment = { AWS_REGION: "eu-central-1", AWS_ROLE_ARN: "arn:aws:iam::1:role/orders", TZ: "UTC" };
    expect(() => refuseCredentialVariables(environment, "environment")).not.toThrow();
  });
});
