import { describe, expect, test } from "vitest";
import { credentialShape, isCredentialName, isPlaceholder, isTellableName } from "../../../model/views/credentialNames.ts";

// Put together here, so that no tool that looks for secrets takes this file for one.
const letters = (length: number): string => "abcdefghij0123456789".repeat(20).slice(0, length);
const EXAMPLES = {
  awsKey: ["AKIA", "IOSFODNN7EXAMPLE"].join(""),
  jwt: ["eyJ" + letters(20), "eyJ" + letters(40), letters(30)].join("."),
  github: "ghp_" + letters(36),
};

describe("isCredentialName", () => {
  test.each([
    "password",
    "kafkaPassword",
    "kafka.sasl.password",
    "db-passwd",
    "SSL_KEY_PASSWORD",
    "clientSecret",
    "apiKey",
    "api_key",
    "APIKey",
    "apikey",
    "authToken",
    "privateKey",
    "awsSecretKey",
    "awsAccessKeyId",
    "accessKeyID",
    "storageAccountKey",
    "SSECustomerKey",
    "gcpCredential",
  ])("is %s", (name) => {
    expect(isCredentialName(name)).toBe(true);
  });

  test.each([
    "tokenizer",
    "maxTokens",
    "tokenUrl",
    "tokenCount",
    "secretName",
    "keyFile",
    "passwordFile",
    "credentialsPath",
    "credentialFactoryClass",
    "awsCredentialsProvider",
    "partitionKey",
    "customerKey",
    "keyField",
    "SSEKMSKeyId",
    "secretManagerProject",
    "passwordless",
    "passwordEnv",
    "apiKeyEnvVar",
    "tokenTopic",
    "secretNamespace",
    "tokenBucketRate",
    "secretary",
    "",
  ])('is not "%s"', (name) => {
    expect(isCredentialName(name)).toBe(false);
  });
});

describe("isTellableName", () => {
  test.each(["rules", "kafka.topic", "secretName", "password"])("lets %s be told", (name) => {
    expect(isTellableName(name)).toBe(true);
  });

  test.each([EXAMPLES.awsKey, "9lives", '{"password":"hunter2"}', "a".repeat(65), ""])("keeps %s back", (name) => {
    expect(isTellableName(name)).toBe(false);
  });
});

describe("isPlaceholder", () => {
  test.each([
    "",
    "true",
    "False",
    "${TOKEN}",
    "$(TOKEN)",
    "$DB_TOKEN",
    "{{ token }}",
    "<token>",
    "***",
    "/etc/secrets/password",
    "vault:kv/orders",
  ])('is "%s"', (value) => {
    expect(isPlaceholder(value)).toBe(true);
  });
  test.each(["projects/p/secrets/s/versions/1", "arn:aws:secretsmanager:eu-central-1:1:secret:s"])(
    "is the name of a secret, %s",
    (value) => {
      expect(isPlaceholder(value)).toBe(true);
    },
  );
  test.each(["hunter2", "1234", "$ecret", "${A}${B}", "/short", "a/b"])('is not "%s"', (value) => {
    expect(isPlaceholder(value)).toBe(false);
  });
});

describe("credentialShape", () => {
  test.each([
    ["an AWS access key", EXAMPLES.awsKey],
    ["an AWS access key", `{"id":"${EXAMPLES.awsKey}"}`],
    ["a private key", ["-----BEGIN", "RSA PRIVATE KEY-----\nMII"].join(" ")],
    ["a private key", ["-----BEGIN", "PRIVATE KEY-----"].join(" ")],
    ["a JSON Web Token", EXAMPLES.jwt],
    ["a GitHub token", EXAMPLES.github],
    ["a GitHub token", "github_pat_" + letters(30)],
    ["a GitLab token", "glpat-" + letters(20)],
    ["a Slack token", "xoxb-" + letters(20)],
    ["a Google API key", "AIza" + letters(35)],
    ["a signed URL", `https://b.example/x?sig=${letters(40)}`],
    ["an authorization header", `Authorization: Bearer ${letters(30)}`],
    ["a URL with a password", "amqp://orders:hunter2@queue.example/v"],
    ["a URL with a password", "jdbc:postgresql://orders:hunter2@db.example:5432/orders"],
    ["a password or key among its settings", "jdbc:postgresql://db.example/orders?user=orders&password=hunter2"],
    ["a password or key among its settings", 'ScramLoginModule required username="orders" password="hunter2";'],
    ["a password or key among its settings", "AccountName=orders;AccountKey=abc123;EndpointSuffix=x"],
    ["a password or key among its settings", '{"username": "orders", "password": "hunter2"}'],
    ["a password or key among its settings", "-Dkafka.password=hunter2"],
  ])("is %s", (shape, value) => {
    expect(credentialShape(value)).toBe(shape);
  });

  test.each([
    ["plain text", "orders"],
    ["a URL with a port", "https://queue.example:8080/a@b"],
    ["a user without a password", "https://orders@queue.example/"],
    ["a placeholder for a password in a URL", "amqp://orders:${PASSWORD}@queue.example/v"],
    ["a placeholder among settings", "jdbc:postgresql://db.example/orders?password=${PASSWORD}"],
    ["the path of a password", '{"passwordFile": "hunter2.txt", "password": "/etc/secrets/db"}'],
    ["the name of a secret", "type:gcpsecret;version_name:projects/p/secrets/s/versions/1"],
    ["a certificate", "-----BEGIN CERTIFICATE-----"],
    ["a word that begins as a key does", "AKIAMARU"],
    ["a longer word of capitals", "XAKIAIOSFODNN7EXAMPLEXYZ"],
    ["prose", "Basic authentication-mode is on; a Bearer token-exchange-service"],
    ["a topic", "eyJourney.eyJoin.orders"],
  ])("is not %s", (_, value) => {
    expect(credentialShape(value)).toBeUndefined();
  });

  test.each([
    ["letters", "a"],
    ["starts of tokens", "eyJ"],
    ["starts of tokens with hyphens", "-eyJ"],
    ["addresses", "://:"],
    ["settings", "a="],
    ["quotes", '"'],
    ["headers", "Bearer "],
    ["begins", "-----BEGIN "],
  ])("costs no more than its length for %s", (_, text) => {
    // Quadratic work on a million characters would not end within the test's time.
    expect(credentialShape(text.repeat(Math.ceil(1_000_000 / text.length)))).toBeUndefined();
  });
});
