import { expect, test } from "vitest";
import { GOOD_ARGS, GOOD_JOB } from "../../policies/goodJob.ts";
import { type Case, type Changes, classes, fields, options, riskOf, settings } from "./jobs.ts";

const template = (spec: object): Changes => fields({ "spec podTemplate spec": { hostNetwork: false, ...spec } });
const main = (parts: object): Changes => template({ containers: [{ name: "flink-main-container", ...parts }] });
const container = (image: string): Changes => fields({ "spec podTemplate spec initContainers": [{ name: "jars", image }] });
const initContainer = (version: string, more: object = {}): Changes =>
  template({ initContainers: [{ name: "jars", image: "curl:8", args: [`https://repo.example/orders-${version}.jar`], ...more }] });
const volume = (source: object): Changes => template({ volumes: [{ name: "config", ...source }] });
const DIGEST = GOOD_JOB.spec.image.split("@")[1] ?? "";

const CASES: readonly Case[] = [
  ["image", {}, fields({ "spec image": "registry.example/orders:1.1.0" }), { "job-image": "state-at-risk" }],
  [
    "the same image from another registry",
    {},
    fields({ "spec image": `mirror.example/orders:1.0.0@${DIGEST}` }),
    { redeployed: "restart" },
  ],
  ["an image beside the job's", container("a:1"), container("a:2"), { "job-image": "state-at-risk" }],
  ["what a container before the job's fetches", initContainer("1.0"), initContainer("2.0"), { "pod-code": "state-at-risk" }],
  ["its resources", initContainer("1.0"), initContainer("1.0", { resources: { limits: { cpu: "1" } } }), { redeployed: "restart" }],
  [
    "a variable",
    main({ env: [{ name: "WINDOW", value: "10" }] }),
    main({ env: [{ name: "WINDOW", value: "60" }] }),
    { "pod-code": "state-at-risk" },
  ],
  [
    "a variable of the image's start script",
    main({ env: [{ name: "ENABLE_BUILT_IN_PLUGINS", value: "a" }] }),
    main({ env: [{ name: "ENABLE_BUILT_IN_PLUGINS", value: "b" }] }),
    { redeployed: "restart" },
  ],
  ["a mounted file", volume({ configMap: { name: "a" } }), volume({ configMap: { name: "b" } }), { "pod-code": "state-at-risk" }],
  ["room on the disk", volume({ emptyDir: { sizeLimit: "1Gi" } }), volume({ emptyDir: { sizeLimit: "2Gi" } }), { redeployed: "restart" }],
  ["jars", {}, settings({ "pipeline.jars": "file:///a.jar" }), { "job-code": "state-at-risk" }],
  ["artifacts", {}, settings({ "user.artifacts.artifact-list": "s3://a/b.jar" }), { "job-code": "state-at-risk" }],
  ["a property of Java", {}, settings({ "env.java.opts.all": "-Dwindow=10" }), { "job-code": "state-at-risk" }],
  ["memory of Java", {}, settings({ "env.java.opts.all": "-XX:+UseG1GC" }), { redeployed: "restart" }],
  ["encryption of keys", {}, options({ gbek: "secret-name" }), { "pipeline-options": "state-at-risk" }],
  ["a portable pipeline's image", {}, options({ defaultEnvironmentConfig: "img:2" }), { "pipeline-options": "state-at-risk" }],
  ["main class", {}, fields({ "spec job entryClass": "com.example.Other" }), { "job-code": "state-at-risk" }],
  ["jar", {}, fields({ "spec job jarURI": "local:///opt/flink/usrlib/other.jar" }), { "job-code": "state-at-risk" }],
  ["an option of the job's own", {}, options({ windowSeconds: "10" }), { "pipeline-options": "state-at-risk" }],
  ["an experiment", {}, options({ experiments: "use_sdf_read" }), { "pipeline-options": "state-at-risk" }],
  ["arguments in another order", {}, fields({ "spec job args": GOOD_ARGS.toReversed() }), { redeployed: "restart" }],
  [
    "what is run after the start",
    main({}),
    main({ lifecycle: { postStart: { exec: { command: ["sh"] } } } }),
    { "pod-code": "state-at-risk" },
  ],
  ["a variable by Flink's settings", {}, settings({ "containerized.master.env.WINDOW": "10" }), { "pod-code": "state-at-risk" }],
];

test.each(CASES)("code and its input: %s", (_title, before, after, expected) => {
  expect(classes(riskOf(before, after))).toStrictEqual(expected);
  expect(riskOf(after, after).class).toBe("unchanged");
});
