import { describe, expect, test } from "vitest";
import { workloadIdentity as rule } from "../../../model/rules/workloadIdentity.ts";
import { jobFrom, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

// Put together here, so that no tool that looks for secrets takes this file for one.
const AWS_KEY = ["AKIA", "IOSFODNN7EXAMPLE"].join("");

const configured = (flinkConfiguration: unknown): ReturnType<typeof jobFrom> => jobFrom({ spec: { flinkConfiguration } });
const withArguments = (...args: readonly string[]): ReturnType<typeof jobFrom> => jobFrom({ spec: { job: { args } } });
const container = (...env: readonly unknown[]): object => ({
  spec: { containers: [{ name: "logs" }, { name: "flink-main-container", env }] },
});
const variable = (name: string, value = "hunter2"): object => ({ name, value });

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["a bucket by identity", configured({ "s3.endpoint": "https://s3.example", "execution.checkpointing.dir": "s3://b/x" })],
    ["a role that is assumed", configured({ "fs.s3a.assumed.role.arn": "arn:aws:iam::123456789012:role/orders" })],
    ["variables of an identity", jobFrom({ spec: { podTemplate: container(variable("AWS_ROLE_ARN"), variable("AWS_REGION")) } })],
    ["another variable from a Secret", configured({ "kubernetes.env.secretKeyRef": "env:DB_PASSWORD,secret:db,key:password" })],
    ["a provider without keys", withArguments('--awsCredentialsProvider={"@type":"DefaultCredentialsProvider"}')],
    ["settings that are no settings", configured("s3.access-key: x")],
    ["nothing", jobFrom({})],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    [
      "a key",
      configured({ "s3.access-key": "hunter2" }),
      "Flink setting s3.access-key",
      "set",
      ["spec", "flinkConfiguration", "s3.access-key"],
    ],
    [
      "a nested key",
      configured({ s3: { "secret-key": "hunter2" } }),
      "Flink setting s3.secret-key",
      "set",
      ["spec", "flinkConfiguration", "s3", "secret-key"],
    ],
    [
      "a key whose value is unknown",
      configured({ "s3.secret-key": NOT_YET }),
      "Flink setting s3.secret-key",
      "set",
      ["spec", "flinkConfiguration", "s3.secret-key"],
    ],
    [
      "a variable by a setting",
      configured({ "containerized.master.env.AWS_SECRET_ACCESS_KEY": "hunter2" }),
      "Flink setting containerized.master.env.AWS_SECRET_ACCESS_KEY",
      "set",
      ["spec", "flinkConfiguration", "containerized.master.env.AWS_SECRET_ACCESS_KEY"],
    ],
    [
      "a variable from a Secret by a setting",
      configured({ "kubernetes.env.secretKeyRef": "env:AWS_ACCESS_KEY_ID,secret:s3,key:id" }),
      "Flink setting kubernetes.env.secretKeyRef",
      "the variable AWS_ACCESS_KEY_ID from a Secret",
      ["spec", "flinkConfiguration", "kubernetes.env.secretKeyRef"],
    ],
    [
      "one of several variables in a list",
      configured({ "kubernetes.env.secretKeyRef": ["env:TZ,secret:a,key:b", "env:AWS_ACCESS_KEY_ID,secret:s3,key:id"] }),
      "Flink setting kubernetes.env.secretKeyRef",
      "the variable AWS_ACCESS_KEY_ID from a Secret",
      ["spec", "flinkConfiguration", "kubernetes.env.secretKeyRef"],
    ],
    [
      "a Java property",
      configured({ "env.java.opts.all": "-Daws.secretKey=hunter2" }),
      "Flink setting env.java.opts.all",
      "the Java property aws.secretKey",
      ["spec", "flinkConfiguration", "env.java.opts.all"],
    ],
    [
      "a variable of all pods",
      jobFrom({ spec: { podTemplate: container(variable("TZ"), variable("AWS_ACCESS_KEY_ID")) } }),
      "environment variable AWS_ACCESS_KEY_ID",
      "set",
      ["spec", "podTemplate", "spec", "containers", 1, "env", 1],
    ],
    [
      "a variable of the JobManager from a Secret",
      jobFrom({
        spec: { jobManager: { podTemplate: container({ name: "AWS_SECRET_ACCESS_KEY", valueFrom: { secretKeyRef: { name: "s3" } } }) } },
      }),
      "environment variable AWS_SECRET_ACCESS_KEY",
      "set",
      ["spec", "jobManager", "podTemplate", "spec", "containers", 1, "env", 0],
    ],
    [
      "a variable of an init container of the TaskManagers",
      jobFrom({
        spec: { taskManager: { podTemplate: { spec: { initContainers: [{ env: [variable("GOOGLE_APPLICATION_CREDENTIALS")] }] } } } },
      }),
      "environment variable GOOGLE_APPLICATION_CREDENTIALS",
      "set",
      ["spec", "taskManager", "podTemplate", "spec", "initContainers", 0, "env", 0],
    ],
    [
      "a key in a variable of another name",
      jobFrom({ spec: { podTemplate: container(variable("S3_ID", AWS_KEY)) } }),
      "environment variable S3_ID",
      "an AWS access key",
      ["spec", "podTemplate", "spec", "containers", 1, "env", 0],
    ],
    [
      "a key in the address of a bucket",
      configured({ state: { "savepoints.dir": `s3a://${AWS_KEY}:hunter2@bucket/x` } }),
      "Flink setting state.savepoints.dir",
      "an AWS access key",
      ["spec", "flinkConfiguration", "state", "savepoints.dir"],
    ],
    ["an option whose name is a key", withArguments(`--${AWS_KEY}`), "argument 1", "an AWS access key", ["spec", "job", "args", 0]],
    [
      "an option",
      withArguments("--runner=FlinkRunner", "--awsAccessKey=hunter2"),
      "option awsAccessKey",
      "set as awsAccessKey",
      ["spec", "job", "args", 1],
    ],
    ["the value of an option", withArguments(`--s3=${AWS_KEY}`), "option s3", "an AWS access key", ["spec", "job", "args", 0]],
    ["a value behind its option", withArguments("--s3", AWS_KEY), "argument 2", "an AWS access key", ["spec", "job", "args", 1]],
    [
      "a provider with keys",
      withArguments('--awsCredentialsProvider={"@type":"StaticCredentialsProvider","accessKeyId":"a","secretAccessKey":"hunter2"}'),
      "option awsCredentialsProvider",
      "a provider of static AWS keys",
      ["spec", "job", "args", 0],
    ],
  ])("is broken by %s, and does not tell the value", (_, view, field, value, path) => {
    const result = rule.evaluate(view);
    expect(result).toMatchObject({ status: "violated", findings: [{ field, value, limit: "no static key of a cloud", at: { path } }] });
    expect(JSON.stringify(result)).not.toMatch(/hunter2|AKIA/);
  });

  test("finds each of several", () => {
    const view = jobFrom({
      spec: {
        flinkConfiguration: { "s3.access-key": "a", "s3.secret-key": "b" },
        job: { args: [AWS_KEY] },
        podTemplate: container(variable("AWS_SESSION_TOKEN")),
      },
    });
    expect(rule.evaluate(view)).toMatchObject({ findings: [{}, {}, {}, {}] });
  });

  test("counts what is certain in spite of what is unknown", () => {
    const view = jobFrom({
      spec: { flinkConfiguration: { "s3.access-key": "a", "s3.endpoint": NOT_YET }, job: { args: NOT_YET }, podTemplate: NOT_YET },
    });
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ field: "Flink setting s3.access-key" }] });
  });

  test.each([
    ["an unknown configuration", configured(NOT_YET), ["Flink configuration"]],
    ["a part of the configuration that may hold keys", configured({ s3: NOT_YET }), ["Flink configuration"]],
    ["an unknown pod template", jobFrom({ spec: { podTemplate: NOT_YET } }), ["environment of the pods"]],
    [
      "an unknown environment",
      jobFrom({ spec: { podTemplate: { spec: { containers: [{ env: NOT_YET }] } } } }),
      ["environment of the pods"],
    ],
    ["an unknown variable", jobFrom({ spec: { podTemplate: container(NOT_YET) } }), ["environment of the pods"]],
    [
      "an unknown value of a variable",
      jobFrom({ spec: { podTemplate: container(variable("S3_ID", NOT_YET)) } }),
      ["environment of the pods"],
    ],
    ["an unknown name of a variable", jobFrom({ spec: { podTemplate: container(variable(NOT_YET)) } }), ["environment of the pods"]],
    ["an unknown argument", withArguments("--runner=FlinkRunner", NOT_YET), ["arguments"]],
    ["an unknown job", UNKNOWN_JOB, ["Flink configuration", "environment of the pods", "arguments"]],
  ])("is not evaluated for %s", (_, view, fields) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields });
  });
});
