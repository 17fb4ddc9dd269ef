import { describe, expect, test } from "vitest";
import { optionsSecrets as rule } from "../../../model/rules/optionsSecrets.ts";
import { job, jobFrom, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const withArguments = (...args: readonly string[]): ReturnType<typeof jobFrom> => jobFrom({ spec: { job: { args } } });
// Put together here, so that no tool that looks for secrets takes this file for one.
const AWS_KEY = ["AKIA", "IOSFODNN7EXAMPLE"].join("");
const BY_NAME = "set, and by its name a credential";

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["options of the runner", withArguments("--runner=FlinkRunner", "--maxBundleSize", "10000")],
    ["names that only speak of secrets", withArguments("--tokenizer=words", "--secretName=db", "--keyFile=/etc/k", "--maxTokens=5")],
    ["placeholders", withArguments("--password=${PASSWORD}", "--apiKey", "$(KEY)")],
    ["a path in place of a password", withArguments("--password=/etc/secrets/password")],
    ["a flag", withArguments("--useToken", "--streaming")],
    ["a URL without a password", withArguments("--brokers=kafka.example:9092", "https://queue.example:8080/a@b")],
    ["no arguments", withArguments()],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    ["a name", ["--kafkaPassword=hunter2"], "option kafkaPassword", BY_NAME, 0],
    ["a name and a value behind it", ["--a=1", "--kafkaPassword", "hunter2"], "option kafkaPassword", BY_NAME, 1],
    ["a short option", ["-password", "hunter2"], "option password", BY_NAME, 0],
    ["the shape of a value", [`--s3=${AWS_KEY}`], "option s3", "what looks like an AWS access key", 0],
    [
      "a value that would be a placeholder but for its shape",
      [`--token=/etc/${AWS_KEY}`],
      "option token",
      "what looks like an AWS access key",
      0,
    ],
    ["an argument that is no option", ["orders", AWS_KEY], "argument 2", "what looks like an AWS access key", 1],
    ["an assignment that is no option", ["password=hunter2"], "argument 1", "what looks like a password or key among its settings", 0],
    ["a Java property", ["-Ddb.password=hunter2"], "argument 1", "what looks like a password or key among its settings", 0],
    ["a URL", ["--queue=amqp://orders:hunter2@q.example"], "option queue", "what looks like a URL with a password", 0],
    [
      "a value behind its option, once",
      ["--queue", "amqp://orders:hunter2@q.example"],
      "option queue",
      "what looks like a URL with a password",
      0,
    ],
    ["an option that is there twice, at the first", ["--password=hunter2", "--password=${P}"], "option password", BY_NAME, 0],
  ])("is broken by %s, and does not tell the value", (_, args, field, value, index) => {
    const result = rule.evaluate(withArguments(...args));
    expect(result).toMatchObject({
      status: "violated",
      findings: [{ field, value, limit: "no credential", at: { path: ["spec", "job", "args", index] } }],
    });
    expect(JSON.stringify(result)).not.toMatch(/hunter2|AKIA/);
  });

  test("does not tell a credential that stands in place of a name", () => {
    const result = rule.evaluate(withArguments(`--${AWS_KEY}`, `--x-${AWS_KEY}=${AWS_KEY}`));
    expect(result).toMatchObject({ findings: [{ field: "option of an unusual name" }] });
    expect(JSON.stringify(result)).not.toContain("AKIA");
  });

  test("finds each of several", () => {
    expect(rule.evaluate(withArguments("--dbPassword=a1", "--runner=FlinkRunner", "--apiKey", "b2"))).toMatchObject({
      findings: [{ field: "option dbPassword" }, { field: "option apiKey" }],
    });
  });

  test("takes allowed names, whatever their value", () => {
    expect(rule.evaluate(withArguments("--pageToken=first"), { allowed: ["pageToken"] })).toEqual({ status: "compliant" });
    expect(rule.evaluate(withArguments("--pageToken=first", "--dbPassword=a1"), { allowed: ["pageToken"] })).toMatchObject({
      findings: [{ field: "option dbPassword" }],
    });
  });

  test("counts what is certain in spite of what is unknown", () => {
    expect(rule.evaluate(job({ dbPassword: "a1", other: NOT_YET }))).toMatchObject({ status: "violated" });
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB],
    ["an unknown argument", job({ maxBundleSize: "1", other: NOT_YET })],
    ["an unknown value behind a name", jobFrom({ spec: { job: { args: NOT_YET } } })],
  ])("is not evaluated for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields: ["pipeline options"] });
  });
});
