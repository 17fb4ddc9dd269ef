import { describe, expect, test } from "vitest";
import { argumentCredential, refuseCredentialKeys, refuseCredentialVariables, settingCredential } from "../../model/staticCredentials.ts";

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

describe("settingCredential", () => {
  test.each([
    ["kubernetes.env.secretKeyRef", "env:AWS_SECRET_ACCESS_KEY,secret:s3,key:secret", "the variable AWS_SECRET_ACCESS_KEY from a Secret"],
    [
      "kubernetes.env.secretKeyRef",
      "env:TZ,secret:a,key:b;env:AWS_SESSION_TOKEN,secret:a,key:c",
      "the variable AWS_SESSION_TOKEN from a Secret",
    ],
    ["env.java.opts.all", "-Xmx1g -Daws.secretKey=example", "the Java property aws.secretKey"],
    ["env.java.default-opts.taskmanager", "-Daws.accessKeyId=example", "the Java property aws.accessKeyId"],
    ["execution.checkpointing.dir", "s3a://id:secret/with+slash@bucket/x", "the address of a bucket with a key in it"],
    ["my.own.setting", ["AKIA", "IOSFODNN7EXAMPLE"].join(""), "an AWS access key"],
  ])("is in %s: %s", (key, text, credential) => {
    expect(settingCredential(key, text)).toBe(credential);
  });

  test.each([
    ["kubernetes.env.secretKeyRef", "env:DB_PASSWORD,secret:db,key:password"],
    ["env.java.opts.all", "-Daws.region=eu-central-1"],
    ["user.option", "-Daws.secretKey=example"],
    ["execution.checkpointing.dir", "s3://bucket/jobs/a:b@c"],
  ])("is not in %s: %s", (key, text) => {
    expect(settingCredential(key, text)).toBeUndefined();
  });
});

describe("argumentCredential", () => {
  const awsKey = ["AKIA", "IOSFODNN7EXAMPLE"].join("");
  test.each([
    ["awsAccessKey", "--awsAccessKey=example", "set as awsAccessKey"],
    ["aws-secret-access-key", "--aws-secret-access-key=example", "set as aws-secret-access-key"],
    ["awsSessionToken", "--awsSessionToken", "set as awsSessionToken"],
    [undefined, awsKey, "an AWS access key"],
    ["s3", `--s3=${awsKey}`, "an AWS access key"],
    ["awsCredentialsProvider", '--awsCredentialsProvider={"@type": "StaticCredentialsProvider"}', "a provider of static AWS keys"],
    ["awsCredentialsProvider", '--awsCredentialsProvider={"@type": "X", "secretAccessKey": "e"}', "JSON with the field secretAccessKey"],
    ["hdfsConfiguration", '--hdfsConfiguration=[{"fs.s3a.secret.key": "e"}]', "JSON with the field fs.s3a.secret.key"],
    [undefined, '{"type": "service_account", "private_key": "e"}', "JSON with the field private_key"],
    [undefined, "-Daws.secretKey=example", "the Java property aws.secretKey"],
  ])("is in %s, %s", (name, text, credential) => {
    expect(argumentCredential(name, text)).toBe(credential);
  });

  test.each([
    ["awsRegion", "--awsRegion=eu-central-1"],
    ["awsCredentialsProvider", '--awsCredentialsProvider={"@type": "DefaultCredentialsProvider"}'],
    ["awsCredentialsProvider", '--awsCredentialsProvider={"@type": "StsAssumeRoleCredentialsProvider", "roleArn": "arn"}'],
    ["accessKey", "--accessKey=customer"],
    [undefined, "orders"],
  ])("is not in %s, %s", (name, text) => {
    expect(argumentCredential(name, text)).toBeUndefined();
  });
});
